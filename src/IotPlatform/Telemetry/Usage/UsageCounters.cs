using NodaTime;

namespace IotPlatform.Telemetry;

/// <summary>What a device sent on one UTC day of receipt.</summary>
/// <param name="Messages">Publishes and posts that were acknowledged, or received at QoS 0.</param>
/// <param name="Bytes">Their topics and payloads.</param>
public readonly record struct UsageCount(int DeviceKey, LocalDate Day, long Messages, long Bytes);

/// <summary>
/// Counts what is committed. The log is the truth: a message is counted with its row, in one transaction. These counters are added up
/// from it and stored together with the position up to which they hold it, so whatever happens, each row is in them once.
/// </summary>
public sealed class UsageCounters
{
    private readonly Lock _lock = new();
    private Dictionary<(int Device, LocalDate Day), (long Messages, long Bytes)> _counts = [];
    private long _position;

    /// <summary>Counts records, in order.</summary>
    public void Apply(IReadOnlyList<TelemetryRecord> records)
    {
        lock (_lock)
            for (var i = 0; i < records.Count; i++) Count(records[i]);
    }

    /// <summary>Takes what is counted and not stored yet, and up to where.</summary>
    public (IReadOnlyList<UsageCount> Counts, long Position) Take()
    {
        lock (_lock)
        {
            var counts = _counts.Select(c => new UsageCount(c.Key.Device, c.Key.Day, c.Value.Messages, c.Value.Bytes)).ToList();
            _counts = [];
            return (counts, _position);
        }
    }

    /// <summary>Takes back what could not be stored.</summary>
    public void Return(IReadOnlyList<UsageCount> counts)
    {
        lock (_lock)
            foreach (var count in counts) Add((count.DeviceKey, count.Day), count.Messages, count.Bytes);
    }

    /// <summary>Begins after a position.</summary>
    public void Begin(long position)
    {
        lock (_lock) _position = position;
    }

    private void Count(TelemetryRecord record)
    {
        _position = record.Seq;
        if (record.StartsMessage) Add((record.Device.Key, record.ReceivedAt.InUtc().Date), 1, record.Bytes);
    }

    private void Add((int, LocalDate) place, long messages, long bytes)
    {
        var known = _counts.GetValueOrDefault(place);
        _counts[place] = (known.Messages + messages, known.Bytes + bytes);
    }
}
