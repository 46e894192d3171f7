using System.Text.Json;
using System.Text.Json.Serialization;
using IotPlatform.Platform;
using NodaTime;

namespace IotPlatform.Devices;

/// <summary>A thing with MQTT credentials, as its events tell it. Whether it is connected now is no event; its answers add that.</summary>
[AnswersAlso(typeof(DeviceState))]
public sealed record Device : IResource<Device>
{
    public required string DeviceId { get; init; }
    public required string Name { get; init; }
    public string? Description { get; init; }
    public string? DeviceType { get; init; }

    /// <summary>Any JSON object of the customer's own.</summary>
    public required JsonElement Metadata { get; init; }

    /// <summary>Whether it may connect, and is evaluated.</summary>
    public bool IsActive { get; init; }

    /// <summary>The profile that says how it should behave, if any.</summary>
    public string? ProfileId { get; init; }

    /// <summary>A set, in the order of adding; case counts.</summary>
    public IReadOnlyList<string> Tags { get; init; } = [];

    public IReadOnlyList<string> GroupIds { get; init; } = [];
    public Instant CreatedAt { get; init; }
    public Instant UpdatedAt { get; init; }

    [JsonIgnore]
    public static string Kind => "device";

    [JsonIgnore]
    public static string Path => "/v1/iot/devices";

    [JsonIgnore]
    public static IReadOnlyList<Type> EventTypes { get; } =
    [
        typeof(DeviceRegistered), typeof(DeviceDescribed), typeof(DeviceActivated), typeof(DeviceDeactivated),
        typeof(DeviceTagged), typeof(DeviceUntagged), typeof(DeviceJoinedGroup), typeof(DeviceLeftGroup), typeof(DeviceProfiled),
        typeof(DeviceUnprofiled), typeof(DeviceCredentialsRotated), typeof(DeviceDeleted),
    ];

    /// <inheritdoc/>
    public static Device? Fold(Device? state, object fact) => fact switch
    {
        DeviceRegistered e => new()
        {
            DeviceId = e.Id,
            Name = e.Name,
            Description = e.Description,
            DeviceType = e.DeviceType,
            Metadata = e.Metadata,
            IsActive = e.IsActive,
            CreatedAt = e.At,
            UpdatedAt = e.At,
        },
        DeviceDescribed e => state! with
        {
            Name = e.Name,
            Description = e.Description,
            DeviceType = e.DeviceType,
            Metadata = e.Metadata,
            UpdatedAt = e.At,
        },
        DeviceActivated e => state! with { IsActive = true, UpdatedAt = e.At },
        DeviceDeactivated e => state! with { IsActive = false, UpdatedAt = e.At },
        DeviceTagged e => state! with { Tags = [.. state.Tags, .. e.Tags], UpdatedAt = e.At },
        DeviceUntagged e => state! with { Tags = [.. state.Tags.Where(tag => tag != e.Tag)], UpdatedAt = e.At },
        DeviceJoinedGroup e => state! with { GroupIds = [.. state.GroupIds, e.GroupId], UpdatedAt = e.At },
        DeviceLeftGroup e => state! with { GroupIds = [.. state.GroupIds.Where(id => id != e.GroupId)], UpdatedAt = e.At },
        DeviceProfiled e => state! with { ProfileId = e.ProfileId, UpdatedAt = e.At },
        DeviceUnprofiled e => state! with { ProfileId = null, UpdatedAt = e.At },
        DeviceCredentialsRotated e => state! with { UpdatedAt = e.At },
        DeviceDeleted => null,
        _ => state,
    };
}
