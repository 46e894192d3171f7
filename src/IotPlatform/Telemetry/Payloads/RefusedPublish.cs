using IotPlatform.Devices;
using NodaTime;

namespace IotPlatform.Telemetry;

/// <summary>Why a message was not let in at all. The device's error counters name it so.</summary>
public enum PublishFault
{
    NotAuthorized,
    TopicInvalid,
    TooLarge,
}

/// <summary>A message that was not let in: it counts as an error of the device, and as nothing else.</summary>
/// <param name="Device">Who sent it.</param>
/// <param name="Topic">The full topic, fit to be shown.</param>
/// <param name="Fault">Why it was not let in.</param>
/// <param name="At">When it came.</param>
public readonly record struct RefusedPublish(DeviceHandle Device, string Topic, PublishFault Fault, Instant At)
{
    /// <summary>One sentence that names the fault and the remedy.</summary>
    public string Describe() => Fault switch
    {
        PublishFault.NotAuthorized => "A device publishes telemetry, telemetry/{key}, status and events/… below devices/{its own id}/ alone.",
        PublishFault.TopicInvalid => "The topic is empty or too long, or has a wildcard or a control character; send a plain topic name.",
        _ => PayloadError.TooLarge.Describe(),
    };
}
