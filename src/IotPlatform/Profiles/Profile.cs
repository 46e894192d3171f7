using System.Text.Json;
using System.Text.Json.Serialization;
using IotPlatform.Devices;
using IotPlatform.Platform;
using NodaTime;

namespace IotPlatform.Profiles;

/// <summary>How a kind of device should behave. It applies by reference; its answers add to how many devices it does.</summary>
[AnswersAlso(typeof(CountedDevices))]
public sealed record Profile : IResource<Profile>
{
    public required string Id { get; init; }
    public required string Name { get; init; }
    public string? Description { get; init; }

    /// <summary>The MQTT topics that a device should publish to.</summary>
    public IReadOnlyList<string> ExpectedTopics { get; init; } = [];

    /// <summary>How often it should report, in seconds; null: nobody says.</summary>
    public int? ReportingIntervalSeconds { get; init; }

    /// <summary>Any JSON object of the customer's own.</summary>
    public required JsonElement Metadata { get; init; }

    public Instant CreatedAt { get; init; }
    public Instant UpdatedAt { get; init; }

    [JsonIgnore]
    public static string Kind => "profile";

    [JsonIgnore]
    public static string Path => "/v1/iot/profiles";

    [JsonIgnore]
    public static IReadOnlyList<Type> EventTypes { get; } = [typeof(ProfileCreated), typeof(ProfileRevised), typeof(ProfileDeleted)];

    /// <inheritdoc/>
    public static Profile? Fold(Profile? state, object fact) => fact switch
    {
        ProfileCreated e => new()
        {
            Id = e.Id,
            Name = e.Name,
            Description = e.Description,
            ExpectedTopics = e.ExpectedTopics,
            ReportingIntervalSeconds = e.ReportingIntervalSeconds,
            Metadata = e.Metadata,
            CreatedAt = e.At,
            UpdatedAt = e.At,
        },
        ProfileRevised e => state! with
        {
            Name = e.Name,
            Description = e.Description,
            ExpectedTopics = e.ExpectedTopics,
            ReportingIntervalSeconds = e.ReportingIntervalSeconds,
            Metadata = e.Metadata,
            UpdatedAt = e.At,
        },
        ProfileDeleted => null,
        _ => state,
    };
}
