using IotPlatform.Devices;
using NodaTime;

namespace IotPlatform.Telemetry;

/// <summary>What a device sent on one UTC day of receipt.</summary>
/// <param name="Messages">Publishes and posts that were acknowledged, or received at QoS 0.</param>
/// <param name="Bytes">Their topics and payloads.</param>
public readonly record struct UsageCount(DeviceHandle Device, LocalDate Day, long Messages, long Bytes);

/// <summary>Counts, and the position of the log up to which they are counted.</summary>
public sealed record CountedUsage(IReadOnlyList<UsageCount> Counts, long Position);

/// <summary>
/// Counts what is committed. The log is the truth: a message is counted with its row, in one transaction. These counters are added up
/// from it and stored together with the position up to which they hold it, so whatever happens, each row is in them once. Who asks before
/// they are stored adds those whose position is past the stored one.
/// </summary>
public sealed class UsageCounters
{
    private static readonly string Unknown = AnonymousDevices.Customer;
    private readonly Lock _lock = new();
    private UsageTally _counts = new();
    private (UsageTally Counts, long Position)? _underWay;
    private long _position;

    /// <summary>Counts records, in order.</summary>
    public void Apply(IReadOnlyList<TelemetryRecord> records)
    {
        lock (_lock)
            for (var i = 0; i < records.Count; i++) Count(records[i]);
    }

    /// <summary>What is counted of a customer's devices and may not be stored yet, oldest first.</summary>
    public IReadOnlyList<CountedUsage> Of(string customer)
    {
        lock (_lock)
        {
            var counted = new CountedUsage(_counts.Of(customer), _position);
            return _underWay is var (counts, position) ? [new(counts.Of(customer), position), counted] : [counted];
        }
    }

    /// <summary>Takes what is counted to be stored, and up to where; what becomes of it is to be told before the next time.</summary>
    public CountedUsage Take()
    {
        lock (_lock)
        {
            var taken = _counts;
            _counts = new();
            _underWay = (taken, _position);
            return new(taken.All(), _position);
        }
    }

    /// <summary>What was taken is stored.</summary>
    public void Stored()
    {
        lock (_lock) _underWay = null;
    }

    /// <summary>What was taken could not be stored.</summary>
    public void Return()
    {
        lock (_lock)
        {
            if (_underWay is not var (counts, _)) return;
            foreach (var count in counts.All()) _counts.Add(count.Device, count.Day, count.Messages, count.Bytes);
            _underWay = null;
        }
    }

    /// <summary>The keys of devices of which it is not known whose they are, since their records were read from the log.</summary>
    public int[] Unowned()
    {
        lock (_lock) return [.. _counts.Of(Unknown).Select(count => count.Device.Key).Distinct()];
    }

    /// <summary>Tells whose they are; what is nobody's is not counted for anybody.</summary>
    public void Own(IReadOnlyDictionary<int, DeviceHandle> owners)
    {
        lock (_lock)
            foreach (var count in _counts.Remove(Unknown))
                if (owners.TryGetValue(count.Device.Key, out var owner)) _counts.Add(owner, count.Day, count.Messages, count.Bytes);
    }

    /// <summary>Begins after a position.</summary>
    public void Begin(long position)
    {
        lock (_lock) _position = position;
    }

    private void Count(TelemetryRecord record)
    {
        _position = record.Seq;
        if (record.StartsMessage) _counts.Add(record.Device, record.ReceivedAt.InUtc().Date, 1, record.Bytes);
    }
}
