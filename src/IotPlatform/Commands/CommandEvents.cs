using IotPlatform.Platform;
using NodaTime;

namespace IotPlatform.Commands;

/// <summary>Somebody wants the device to do something.</summary>
/// <param name="Payload">What it is told, to the letter; null: nothing beside the name.</param>
/// <param name="ExpiresAt">From then on it is not sent any more.</param>
public sealed record CommandQueued(
    string Id, string DeviceId, string Name, RawJson? Payload, int TtlSeconds, Instant ExpiresAt, Instant At) : IFact;

/// <summary>The command was written to the device's connection.</summary>
/// <param name="IsLast">The device does not acknowledge it (QoS 0), so this is the last that can be said.</param>
public sealed record CommandSent(string Id, bool IsLast, Instant At) : IFact;

/// <summary>The device acknowledged the command.</summary>
public sealed record CommandDelivered(string Id, Instant At) : IFact;

/// <summary>The command's time ended before the device acknowledged it.</summary>
public sealed record CommandExpired(string Id, Instant At) : IFact;

/// <summary>The device was deleted before it acknowledged the command.</summary>
public sealed record CommandCancelled(string Id, Instant At) : IFact;

/// <summary>Where a command stands.</summary>
public enum CommandStatus
{
    Queued,
    Sent,
    Delivered,
    Expired,
    Cancelled,
}
