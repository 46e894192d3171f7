using IotPlatform.RuleEngine;

namespace IotPlatform.Notifications;

/// <summary>What a policy says that may change.</summary>
/// <param name="EventTypes">What of an alarm it tells: <c>triggered</c>, <c>acknowledged</c>, <c>resolved</c>.</param>
/// <param name="CooldownSeconds">After a notification no further one of the same alarm and event for so long.</param>
/// <param name="GroupBy">What alarms are told in one message by; null: each has its own.</param>
/// <param name="GroupWaitSeconds">How long a message waits for others of its group, in seconds.</param>
/// <param name="GroupIntervalSeconds">The least time between two messages of a group, in seconds.</param>
/// <param name="RepeatIntervalSeconds">An active alarm is told again after so long, until it is acknowledged; null: never.</param>
/// <param name="EscalateAfterSeconds">An alarm that is still active after so long is told to the escalation channels; null: never.</param>
public sealed record PolicyTerms(
    string Name, string? Description, IReadOnlyList<Severity> SeverityFilter, IReadOnlyList<string> EventTypes, IReadOnlyList<string> ChannelIds,
    int CooldownSeconds, PolicyGrouping? GroupBy, int GroupWaitSeconds, int GroupIntervalSeconds, int? RepeatIntervalSeconds,
    int? EscalateAfterSeconds, IReadOnlyList<string> EscalationChannelIds)
{
    /// <summary>What a policy says that is told nothing but its name and channels.</summary>
    public static PolicyTerms Standard { get; } =
        new("", null, Enum.GetValues<Severity>(), ["triggered", "resolved"], [], 0, null, 0, 0, null, null, []);

    /// <summary>What the policy says as it is.</summary>
    public static PolicyTerms Of(NotificationPolicy policy) => new(
        policy.Name, policy.Description, policy.SeverityFilter, policy.EventTypes, policy.ChannelIds, policy.CooldownSeconds, policy.GroupBy,
        policy.GroupWaitSeconds, policy.GroupIntervalSeconds, policy.RepeatIntervalSeconds, policy.EscalateAfterSeconds,
        policy.EscalationChannelIds);

    /// <summary>Whether both say the same.</summary>
    public bool IsSameAs(PolicyTerms other) =>
        SeverityFilter.SequenceEqual(other.SeverityFilter) && EventTypes.SequenceEqual(other.EventTypes)
        && ChannelIds.SequenceEqual(other.ChannelIds) && EscalationChannelIds.SequenceEqual(other.EscalationChannelIds)
        && WithLists(other) == other;

    // Records compare their lists by reference.
    private PolicyTerms WithLists(PolicyTerms other) => this with
    {
        SeverityFilter = other.SeverityFilter,
        EventTypes = other.EventTypes,
        ChannelIds = other.ChannelIds,
        EscalationChannelIds = other.EscalationChannelIds,
    };
}
