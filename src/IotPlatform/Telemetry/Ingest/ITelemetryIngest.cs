using IotPlatform.Devices;
using NodaTime;

namespace IotPlatform.Telemetry;

/// <summary>One accepted PUBLISH (or HTTP post) of a device.</summary>
/// <param name="Device">Who sent it.</param>
/// <param name="Topic">The topic below <c>devices/{device_id}/</c>: <c>telemetry</c>, <c>telemetry/{key}</c>, <c>status</c>, <c>events/…</c>.</param>
/// <param name="Payload">The bytes as sent; they are read before <c>EnqueueAsync</c> returns and not kept, so the buffer may be used again.</param>
/// <param name="TopicBytes">UTF-8 length of the full topic, for the usage counters.</param>
/// <param name="ReceivedAt">When the platform received it.</param>
public readonly record struct DevicePublish(
    DeviceHandle Device, string Topic, ReadOnlyMemory<byte> Payload, int TopicBytes, Instant ReceivedAt);

/// <summary>The one way in for telemetry, whatever it came over.</summary>
public interface ITelemetryIngest
{
    /// <summary>
    /// Queues a message; waits while the queue is full, which is the back-pressure. The inner task is done when the message is
    /// committed to disk, and faulted when it can't be: then it must not be acknowledged. Many messages share one inner task.
    /// Throws <see cref="IngestClosedException"/> when the platform is stopping: not acknowledged either.
    /// A payload that can't be used is counted as a message and as an error of the device; its task is done all the same.
    /// </summary>
    ValueTask<Task> EnqueueAsync(DevicePublish message, CancellationToken cancellation);

    /// <summary>Takes note of a message that was not let in.</summary>
    void Refuse(in RefusedPublish refused);
}
