using System.Text.Json;
using System.Text.Json.Serialization;
using IotPlatform.Platform;
using IotPlatform.RuleEngine;
using NodaTime;

namespace IotPlatform.Alarms;

/// <summary>One breach of a rule by a device, over time.</summary>
public sealed record Alarm : IResource<Alarm>
{
    public required string Id { get; init; }
    public required string RuleId { get; init; }
    public required string RuleName { get; init; }
    public required string RuleType { get; init; }
    public required string DeviceId { get; init; }
    public required string DeviceName { get; init; }
    public Severity Severity { get; init; }
    public AlarmStatus Status { get; init; }

    /// <summary>Why it fired, for people.</summary>
    public required string Message { get; init; }

    /// <summary>Why it fired, to the sample; with the rule's config as it was.</summary>
    public required JsonElement Details { get; init; }

    /// <summary>How often the rule has fired while the alarm was open.</summary>
    public int OccurrenceCount { get; init; }

    public Instant TriggeredAt { get; init; }
    public Instant LastTriggeredAt { get; init; }
    public Instant? AcknowledgedAt { get; init; }
    public string? AcknowledgedBy { get; init; }
    public string? AcknowledgeNote { get; init; }
    public Instant? ResolvedAt { get; init; }
    public string? ResolvedBy { get; init; }
    public string? ResolveNote { get; init; }
    public AlarmResolution? Resolution { get; init; }
    public int ReopenedCount { get; init; }
    public Instant CreatedAt { get; init; }
    public Instant UpdatedAt { get; init; }

    [JsonIgnore]
    public static string Kind => "alarm";

    [JsonIgnore]
    public static string Path => "/v1/iot/alarms";

    [JsonIgnore]
    public static IReadOnlyList<Type> EventTypes { get; } =
    [
        typeof(AlarmTriggered), typeof(AlarmRetriggered), typeof(AlarmAcknowledged), typeof(AlarmResolved), typeof(AlarmReopened),
        typeof(AlarmNotesErased), typeof(AlarmNotificationSent), typeof(AlarmNotificationFailed),
    ];

    /// <inheritdoc/>
    public static Alarm? Fold(Alarm? state, object fact) => fact switch
    {
        AlarmTriggered e => Open(e),
        AlarmRetriggered e => state! with
        {
            OccurrenceCount = state.OccurrenceCount + 1,
            LastTriggeredAt = e.TriggeredAt,
            UpdatedAt = e.At,
        },
        AlarmAcknowledged e => state! with
        {
            Status = AlarmStatus.Acknowledged,
            AcknowledgedAt = e.At,
            AcknowledgedBy = e.By,
            AcknowledgeNote = e.Note?.Text,
            UpdatedAt = e.At,
        },
        AlarmResolved e => state! with
        {
            Status = AlarmStatus.Resolved,
            ResolvedAt = e.At,
            ResolvedBy = e.By,
            ResolveNote = e.Note?.Text,
            Resolution = e.Resolution,
            UpdatedAt = e.At,
        },
        AlarmReopened e => Reopen(state!, e),
        AlarmNotesErased e => state! with { AcknowledgeNote = null, ResolveNote = null, UpdatedAt = e.At },
        _ => state,
    };

    private static Alarm Open(AlarmTriggered e) => new()
    {
        Id = e.Id,
        RuleId = e.RuleId,
        RuleName = e.RuleName,
        RuleType = e.RuleType,
        DeviceId = e.DeviceId,
        DeviceName = e.DeviceName,
        Severity = e.Severity,
        Status = AlarmStatus.Active,
        Message = e.Message,
        Details = e.Details,
        OccurrenceCount = 1,
        TriggeredAt = e.TriggeredAt,
        LastTriggeredAt = e.TriggeredAt,
        CreatedAt = e.At,
        UpdatedAt = e.At,
    };

    // What was said of the closed alarm stays in its timeline; the open one starts unacknowledged.
    private static Alarm Reopen(Alarm state, AlarmReopened e) => state with
    {
        Status = AlarmStatus.Active,
        AcknowledgedAt = null,
        AcknowledgedBy = null,
        AcknowledgeNote = null,
        ResolvedAt = null,
        ResolvedBy = null,
        ResolveNote = null,
        Resolution = null,
        ReopenedCount = state.ReopenedCount + 1,
        UpdatedAt = e.At,
    };
}
