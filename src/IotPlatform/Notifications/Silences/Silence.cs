using System.Text.Json.Serialization;
using IotPlatform.Platform;
using IotPlatform.RuleEngine;
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

/// <summary>Which alarms are silenced: those that fit every list that is not empty; at least one list is not.</summary>
/// <param name="GroupIds">The device is in any of these groups.</param>
/// <param name="Tags">The device has any of these tags.</param>
public sealed record SilenceMatchers(
    IReadOnlyList<Severity> Severities, IReadOnlyList<string> RuleIds, IReadOnlyList<string> DeviceIds, IReadOnlyList<string> GroupIds,
    IReadOnlyList<string> Tags);

/// <summary>A window that comes again each week, by the clocks on the wall of a place.</summary>
/// <param name="Days">The days on which it begins; empty: every day.</param>
/// <param name="From">When it begins, as <c>22:00</c>.</param>
/// <param name="To">When it ends; not later than the beginning means on the next day.</param>
/// <param name="TimeZone">By its name in the IANA database: <c>Europe/Oslo</c>.</param>
public sealed record SilenceRecurrence(IReadOnlyList<IsoDayOfWeek> Days, LocalTime From, LocalTime To, string TimeZone);
