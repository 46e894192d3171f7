using System.Collections.Concurrent;
using IotPlatform.Devices;
using IotPlatform.Platform;
using NodaTime;

namespace IotPlatform.Telemetry;

/// <summary>Counts and logs what devices send that can't be used: a line a minute for each device, however much it sends.</summary>
public sealed class PayloadErrorLog(TelemetryMetrics metrics, ErrorTally tally, ILogger<PayloadErrorLog> log)
{
    private static readonly Duration Quiet = Duration.FromMinutes(1);

    /// <summary>Beyond so many devices all may have their line at once, rather than use up the memory.</summary>
    private const int MostDevices = 10_000;

    private readonly ConcurrentDictionary<int, Instant> _quietUntil = new();

    /// <summary>A payload was refused, or some of its values were.</summary>
    public void Note(in DevicePublish message, in ParsedPayload parsed)
    {
        metrics.Dropped(parsed.WrongKind, parsed.Expired);
        var isBad = parsed.Error != PayloadError.None;
        if (isBad) metrics.BadPayload(parsed.Error);
        var (reason, detail) = isBad ? Explain(parsed) : Explain(parsed.Dropped![0]);
        var topic = ErrorText.Of($"devices/{message.Device.DeviceId}/{message.Topic}", ErrorText.MaxLength);
        var last = new TelemetryError(message.ReceivedAt, topic, reason, detail);
        tally.Add(message.Device.Key, new TelemetryErrors(isBad ? 1 : 0, parsed.WrongKind, parsed.Expired, 0, last));
        if (IsTimeToTell(message.Device.Key, message.ReceivedAt)) Tell(message.Device, last);
    }

    /// <summary>A message was not let in.</summary>
    public void Note(in RefusedPublish refused)
    {
        var last = new TelemetryError(refused.At, refused.Topic, Words.Of(refused.Fault), refused.Describe());
        tally.Add(refused.Device.Key, new TelemetryErrors(0, 0, 0, 1, last));
        if (IsTimeToTell(refused.Device.Key, refused.At)) Tell(refused.Device, last);
    }

    private static (string Reason, string Detail) Explain(in ParsedPayload bad) =>
        (Words.Of(bad.Error), ErrorText.OfKey(bad.FaultyKey, bad.Error.Describe()));

    private static (string Reason, string Detail) Explain(in DroppedKey dropped) =>
        (Words.Of(dropped.Reason), ErrorText.OfKey(dropped.Key, dropped.Reason.Describe()));

    private void Tell(DeviceHandle device, TelemetryError last) => log.LogWarning(
        "Device {Device} of {Customer} sends what can't be used, on {Topic}: {Reason}. {Detail}",
        device.DeviceId, device.Customer, last.Topic, last.Reason, last.Detail);

    private bool IsTimeToTell(int deviceKey, Instant now)
    {
        if (_quietUntil.TryGetValue(deviceKey, out var until) && now < until) return false;
        if (_quietUntil.Count >= MostDevices) _quietUntil.Clear();
        _quietUntil[deviceKey] = now + Quiet;
        return true;
    }
}
