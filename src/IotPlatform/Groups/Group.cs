using System.Text.Json.Serialization;
using IotPlatform.Devices;
using IotPlatform.Platform;
using NodaTime;

namespace IotPlatform.Groups;

/// <summary>A set of devices. Who belongs to it is told by the devices' own streams; its answers add how many do.</summary>
[AnswersAlso(typeof(CountedDevices))]
public sealed record Group : IResource<Group>
{
    public required string Id { get; init; }
    public required string Name { get; init; }
    public string? Description { get; init; }
    public Instant CreatedAt { get; init; }
    public Instant UpdatedAt { get; init; }

    [JsonIgnore]
    public static string Kind => "group";

    [JsonIgnore]
    public static string Path => "/v1/iot/groups";

    [JsonIgnore]
    public static IReadOnlyList<Type> EventTypes { get; } = [typeof(GroupCreated), typeof(GroupDescribed), typeof(GroupDeleted)];

    /// <inheritdoc/>
    public static Group? Fold(Group? state, object fact) => fact switch
    {
        GroupCreated e => new() { Id = e.Id, Name = e.Name, Description = e.Description, CreatedAt = e.At, UpdatedAt = e.At },
        GroupDescribed e => state! with { Name = e.Name, Description = e.Description, UpdatedAt = e.At },
        GroupDeleted => null,
        _ => state,
    };
}
