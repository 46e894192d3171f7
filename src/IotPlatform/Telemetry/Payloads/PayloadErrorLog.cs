using System.Collections.Concurrent;
using NodaTime;

namespace IotPlatform.Telemetry;

/// <summary>Counts and logs what devices send that can't be used: a line a minute for each device, however much it sends.</summary>
public sealed class PayloadErrorLog(TelemetryMetrics metrics, ILogger<PayloadErrorLog> log)
{
    private static readonly Duration Quiet = Duration.FromMinutes(1);

    /// <summary>Beyond so many devices the oldest counts are forgotten, not the memory used up.</summary>
    private const int MostDevices = 10_000;

    private readonly ConcurrentDictionary<int, DeviceErrors> _devices = new();

    /// <summary>Bad payloads of a device since the platform started.</summary>
    public long CountOf(int deviceKey) => _devices.TryGetValue(deviceKey, out var errors) ? errors.BadPayloads : 0;

    /// <summary>A payload was refused, or some of its values were.</summary>
    public void Note(in DevicePublish message, in ParsedPayload parsed)
    {
        metrics.Dropped(parsed.WrongKind, parsed.Expired);
        var isBad = parsed.Error != PayloadError.None;
        if (isBad) metrics.BadPayload(parsed.Error);
        if (_devices.Count >= MostDevices) _devices.Clear();
        var errors = _devices.GetOrAdd(message.Device.Key, _ => new DeviceErrors());
        if (!errors.Add(message.ReceivedAt, isBad)) return;
        log.LogWarning("Device {Device} of {Customer} sent values that can't be used ({Reason}; {WrongKind} of the wrong kind, {Expired} too old; {Count} bad payloads so far)",
            message.Device.DeviceId, message.Device.Customer, parsed.Error, parsed.WrongKind, parsed.Expired, errors.BadPayloads);
    }

    private sealed class DeviceErrors
    {
        private readonly Lock _lock = new();
        private Instant _quietUntil = Instant.MinValue;

        public long BadPayloads { get; private set; }

        /// <summary>Counts; true if it is time for a line in the log.</summary>
        public bool Add(Instant now, bool isBad)
        {
            lock (_lock)
            {
                if (isBad) BadPayloads++;
                if (now < _quietUntil) return false;
                _quietUntil = now + Quiet;
                return true;
            }
        }
    }
}
