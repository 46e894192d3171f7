using IotPlatform.Devices;
using IotPlatform.Telemetry;
using NodaTime;

namespace IotPlatform.Mqtt;

/// <summary>A device's last will, checked like a publish.</summary>
/// <param name="Device">Whose it is.</param>
/// <param name="Topic">The topic below <c>devices/{id}/</c>.</param>
/// <param name="Payload">The message.</param>
/// <param name="TopicBytes">UTF-8 length of the full topic.</param>
/// <param name="DelaySeconds">How long the session may stay without a connection before it is published.</param>
internal sealed record Will(DeviceHandle Device, string Topic, byte[] Payload, int TopicBytes, uint DelaySeconds);

/// <summary>Publishes wills, like anything else that a device publishes.</summary>
internal sealed class Wills(ITelemetryIngest ingest, IClock clock, ILogger<Wills> logger)
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(5);

    /// <summary>Publishes at once.</summary>
    public async Task PublishAsync(Will will)
    {
        using var timeout = new CancellationTokenSource(Timeout);
        var message = new DevicePublish(will.Device, will.Topic, will.Payload, will.TopicBytes, clock.GetCurrentInstant());
        try
        {
            await ingest.EnqueueAsync(message, timeout.Token).ConfigureAwait(false);
        }
        catch (Exception notStored)
        {
            logger.LogWarning(notStored, "The will of device {DeviceId} could not be stored", will.Device.DeviceId);
        }
    }
}
