using IotPlatform.Platform;
using NodaTime;
using Wolverine.Http;

namespace IotPlatform.Commands;

/// <summary>Wants a device to do something.</summary>
public sealed record QueueCommand(string Name, RawJson? Payload, int TtlSeconds) : IRequestBody<QueueCommand>
{
    private const int MaxNameLength = 64;
    private const int MaxPayloadBytes = 64 * 1024;
    private const int MaxTtlSeconds = 7 * 24 * 3600;
    private const int StandardTtlSeconds = 24 * 3600;

    /// <inheritdoc/>
    public static QueueCommand Read(Body body)
    {
        var name = body.RequiredText("name", 1, MaxNameLength);
        if (!body.IsFaulty("name") && !IsTopicLevel(name)) body.AddFault("name", "must consist of the characters A-Z a-z 0-9 . _ -");
        var payload = body.Any("payload", MaxPayloadBytes);
        var ttl = body.NullableWhole("ttl_seconds", 1, MaxTtlSeconds);
        return new(name, payload, ttl.Value ?? StandardTtlSeconds);
    }

    private static bool IsTopicLevel(string name) => name.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '_' or '-');
}

/// <summary>
/// POST /v1/iot/devices/{device_id}/commands: sends a command to a device, at once if it is connected and subscribed to it, else when it
/// is again, unless its time ends before.
/// </summary>
public static class QueueCommandEndpoint
{
    [WolverinePost("/v1/iot/devices/{device_id}/commands")]
    [EndpointSummary("Send command to device")]
    public static Task<IResult> Post(
        string device_id, QueueCommand command, HttpContext http, Resources<DeviceCommand> commands, IClock clock)
    {
        var id = Ids.New(clock.GetCurrentInstant());
        return commands.Create(http, id, (_, now) => Decide(command, id, device_id, now));
    }

    public static Decision Decide(QueueCommand command, string id, string deviceId, Instant now) => Decision.Append(new CommandQueued(
        id, deviceId, command.Name, command.Payload, command.TtlSeconds, now + Duration.FromSeconds(command.TtlSeconds), now));
}
