using System.Text.Json.Serialization;
using IotPlatform.Platform;
using NodaTime;

namespace IotPlatform.Commands;

/// <summary>Something that a device is to do, and how far that has come.</summary>
public sealed record DeviceCommand : IResource<DeviceCommand>
{
    public required string Id { get; init; }
    public required string DeviceId { get; init; }

    /// <summary>The last level of the topic that it is sent to.</summary>
    public required string Name { get; init; }

    /// <summary>What the device is told: any JSON, to the letter as it was sent. Null where there is nothing to tell.</summary>
    public RawJson? Payload { get; init; }

    /// <summary>Queued: not sent yet. Sent: written to the device's connection. Delivered: acknowledged by the device.</summary>
    public CommandStatus Status { get; init; }

    /// <summary>How long it may wait for the device.</summary>
    public int TtlSeconds { get; init; }

    /// <summary>From then on it is not sent any more.</summary>
    public Instant ExpiresAt { get; init; }

    public Instant QueuedAt { get; init; }

    /// <summary>When it was last written to the device's connection.</summary>
    public Instant? SentAt { get; init; }

    /// <summary>When the device acknowledged it.</summary>
    public Instant? DeliveredAt { get; init; }

    /// <summary>When its time ended without that.</summary>
    public Instant? ExpiredAt { get; init; }

    /// <summary>How often it was sent.</summary>
    public int Attempts { get; init; }

    public Instant CreatedAt { get; init; }
    public Instant UpdatedAt { get; init; }

    [JsonIgnore]
    public static string Kind => "command";

    [JsonIgnore]
    public static string Path => "/v1/iot/devices/{device_id}/commands";

    [JsonIgnore]
    public static IReadOnlyList<Type> EventTypes { get; } =
        [typeof(CommandQueued), typeof(CommandSent), typeof(CommandDelivered), typeof(CommandExpired), typeof(CommandCancelled)];

    /// <inheritdoc/>
    public static string LocationOf(DeviceCommand state, string id) =>
        $"/v1/iot/devices/{Uri.EscapeDataString(state.DeviceId)}/commands/{id}";

    /// <inheritdoc/>
    public static DeviceCommand? Fold(DeviceCommand? state, object fact) => fact switch
    {
        CommandQueued e => new()
        {
            Id = e.Id,
            DeviceId = e.DeviceId,
            Name = e.Name,
            Payload = e.Payload,
            TtlSeconds = e.TtlSeconds,
            ExpiresAt = e.ExpiresAt,
            QueuedAt = e.At,
            CreatedAt = e.At,
            UpdatedAt = e.At,
        },
        CommandSent e => state! with { Status = CommandStatus.Sent, SentAt = e.At, Attempts = state.Attempts + 1, UpdatedAt = e.At },
        CommandDelivered e => state! with { Status = CommandStatus.Delivered, DeliveredAt = e.At, UpdatedAt = e.At },
        CommandExpired e => state! with { Status = CommandStatus.Expired, ExpiredAt = e.At, UpdatedAt = e.At },
        CommandCancelled e => state! with { Status = CommandStatus.Cancelled, UpdatedAt = e.At },
        _ => state,
    };
}
