using System.Text.Json.Serialization;
using IotPlatform.Platform;
using IotPlatform.RuleEngine;
using NodaTime;

namespace IotPlatform.Notifications;

/// <summary>Which events of which alarms are told on which channels.</summary>
public sealed record NotificationPolicy : IResource<NotificationPolicy>
{
    public required string Id { get; init; }
    public required string Name { get; init; }
    public string? Description { get; init; }
    public required IReadOnlyList<Severity> SeverityFilter { get; init; }

    /// <summary>Null: all rules.</summary>
    public IReadOnlyList<string>? RuleIds { get; init; }
    public required string ScopeType { get; init; }

    /// <summary>Null for the fleet.</summary>
    public IReadOnlyList<string>? ScopeIds { get; init; }
    public required IReadOnlyList<string> EventTypes { get; init; }
    public required IReadOnlyList<string> ChannelIds { get; init; }
    public int CooldownSeconds { get; init; }
    public PolicyGrouping? GroupBy { get; init; }
    public int GroupWaitSeconds { get; init; }
    public int GroupIntervalSeconds { get; init; }
    public int? RepeatIntervalSeconds { get; init; }
    public int? EscalateAfterSeconds { get; init; }
    public IReadOnlyList<string> EscalationChannelIds { get; init; } = [];
    public bool IsEnabled { get; init; }
    public Instant CreatedAt { get; init; }
    public Instant UpdatedAt { get; init; }

    [JsonIgnore]
    public static string Kind => "policy";

    [JsonIgnore]
    public static string Path => "/v1/iot/notifications/policies";

    [JsonIgnore]
    static IReadOnlyList<Type> IResource<NotificationPolicy>.EventTypes { get; } =
        [typeof(PolicyCreated), typeof(PolicyRevised), typeof(PolicyEnabled), typeof(PolicyDisabled), typeof(PolicyDeleted)];

    /// <inheritdoc/>
    public static NotificationPolicy? Fold(NotificationPolicy? state, object fact) => fact switch
    {
        PolicyCreated e => Begin(e),
        PolicyRevised e => state!.With(e.Terms) with { UpdatedAt = e.At },
        PolicyEnabled e => state! with { IsEnabled = true, UpdatedAt = e.At },
        PolicyDisabled e => state! with { IsEnabled = false, UpdatedAt = e.At },
        PolicyDeleted => null,
        _ => state,
    };

    private static NotificationPolicy Begin(PolicyCreated e) => new NotificationPolicy
    {
        Id = e.Id,
        Name = e.Terms.Name,
        SeverityFilter = e.Terms.SeverityFilter,
        RuleIds = e.Scope.RuleIds,
        ScopeType = e.Scope.Type,
        ScopeIds = e.Scope.Ids,
        EventTypes = e.Terms.EventTypes,
        ChannelIds = e.Terms.ChannelIds,
        IsEnabled = e.IsEnabled,
        CreatedAt = e.At,
        UpdatedAt = e.At,
    }.With(e.Terms);

    private NotificationPolicy With(PolicyTerms terms) => this with
    {
        Name = terms.Name,
        Description = terms.Description,
        SeverityFilter = terms.SeverityFilter,
        EventTypes = terms.EventTypes,
        ChannelIds = terms.ChannelIds,
        CooldownSeconds = terms.CooldownSeconds,
        GroupBy = terms.GroupBy,
        GroupWaitSeconds = terms.GroupWaitSeconds,
        GroupIntervalSeconds = terms.GroupIntervalSeconds,
        RepeatIntervalSeconds = terms.RepeatIntervalSeconds,
        EscalateAfterSeconds = terms.EscalateAfterSeconds,
        EscalationChannelIds = terms.EscalationChannelIds,
    };
}
