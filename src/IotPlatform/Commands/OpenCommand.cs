using IotPlatform.Platform;
using NodaTime;

namespace IotPlatform.Commands;

/// <summary>
/// There while a command may still be sent, written in the very transaction that opens or closes it: what a device has to get, and which
/// deadlines stand, is found here, however many commands there have been.
/// </summary>
public sealed record OpenCommand(string Id, string DeviceId, Instant QueuedAt, Instant ExpiresAt) : IResource<OpenCommand>
{
    public static string Kind => DeviceCommand.Kind;
    public static string Path => DeviceCommand.Path;
    public static IReadOnlyList<Type> EventTypes => DeviceCommand.EventTypes;

    /// <inheritdoc/>
    public static OpenCommand? Fold(OpenCommand? state, object fact) => fact switch
    {
        CommandQueued e => new(e.Id, e.DeviceId, e.At, e.ExpiresAt),
        CommandSent { IsLast: true } or CommandDelivered or CommandExpired or CommandCancelled => null,
        _ => state,
    };
}
