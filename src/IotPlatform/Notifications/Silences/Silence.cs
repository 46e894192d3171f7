using System.Text.Json.Serialization;
using IotPlatform.Platform;
using NodaTime;

namespace IotPlatform.Notifications;

/// <summary>A time in which nobody is told of some alarms. They are raised and recorded all the same.</summary>
public sealed record Silence : IResource<Silence>
{
    public required string Id { get; init; }
    public required SilenceMatchers Matchers { get; init; }
    public Instant StartsAt { get; init; }
    public Instant EndsAt { get; init; }

    /// <summary>When, between start and end, it is silent; null: all the time.</summary>
    public SilenceRecurrence? Recurrence { get; init; }

    /// <summary>Why, for others.</summary>
    public string? Comment { get; init; }
    public required string CreatedBy { get; init; }
    public Instant CreatedAt { get; init; }
    public Instant UpdatedAt { get; init; }

    [JsonIgnore]
    public static string Kind => "silence";

    [JsonIgnore]
    public static string Path => "/v1/iot/notifications/silences";

    [JsonIgnore]
    public static IReadOnlyList<Type> EventTypes { get; } = [typeof(SilenceCreated), typeof(SilenceDeleted)];

    /// <summary>Whether it is silent at this moment.</summary>
    public bool IsActiveAt(Instant time) => time >= StartsAt && time < EndsAt && (Recurrence?.Covers(time) ?? true);

    /// <inheritdoc/>
    public static Silence? Fold(Silence? state, object fact) => fact switch
    {
        SilenceCreated e => new()
        {
            Id = e.Id,
            Matchers = e.Matchers,
            StartsAt = e.StartsAt,
            EndsAt = e.EndsAt,
            Recurrence = e.Recurrence,
            Comment = e.Comment,
            CreatedBy = e.By,
            CreatedAt = e.At,
            UpdatedAt = e.At,
        },
        SilenceDeleted => null,
        _ => state,
    };
}
