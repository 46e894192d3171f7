using JasperFx.Events;
using NodaTime;

namespace IotPlatform.Notifications;

/// <summary>A delivery as it begins.</summary>
/// <param name="Lane">What is sent one way, and waits for nobody else: a channel, or the URL of a rule.</param>
/// <param name="Source">The stream that tells what the message says.</param>
/// <param name="SourceVersion">Up to which version of it.</param>
/// <param name="Error">Why nothing will be sent.</param>
public sealed record PlannedDelivery(
    string Id, string? PolicyId, string? ChannelId, string? ChannelName, string ChannelType, string Lane, string? AlarmId, string? DeviceId,
    string? RuleId, string EventType, string Source, long SourceVersion, string? GroupBy, string? GroupKey, int AlarmCount, string Status,
    string? Error, Instant CreatedAt, Instant? NextAttemptAt);

/// <summary>An alarm that waits to be told together with others.</summary>
/// <param name="WaitSeconds">How long the first of a group waits for others.</param>
/// <param name="IntervalSeconds">The least time to the group's message before.</param>
public sealed record CollectedAlarm(
    string PolicyId, string ChannelId, string EventType, string GroupKey, string AlarmId, long Version, string DeviceId, string RuleId,
    Instant At, int WaitSeconds, int IntervalSeconds);

/// <summary>That a policy has told something of an alarm, for its cooldown.</summary>
public sealed record ToldMark(string AlarmId, string PolicyId, string EventType, Instant At);

/// <summary>What a policy will do about an alarm that stays active.</summary>
public sealed record FollowUp(string AlarmId, string PolicyId, Instant? RemindAt, Instant? EscalateAt);

/// <summary>Where something is to be sent.</summary>
public readonly record struct LaneKey(string Customer, string Lane);

/// <summary>All that follows for one customer from some occasions.</summary>
public sealed class NotificationPlan(string customer)
{
    public string Customer => customer;

    public List<PlannedDelivery> Deliveries { get; } = [];

    public List<CollectedAlarm> Collected { get; } = [];

    public Dictionary<(string Alarm, string Policy, string Event), ToldMark> Told { get; } = [];

    /// <summary>By alarm and policy, the last word on each.</summary>
    public Dictionary<(string Alarm, string Policy), FollowUp> FollowUps { get; } = [];

    /// <summary>Alarms of which somebody has taken notice.</summary>
    public HashSet<string> Acknowledged { get; } = [];

    /// <summary>Alarms that are over.</summary>
    public HashSet<string> Ended { get; } = [];

    /// <summary>Events that could not be planned, and why.</summary>
    public List<(IEvent Event, Exception Fault)> Unplanned { get; } = [];

    /// <summary>The lanes that have something to send.</summary>
    public IEnumerable<LaneKey> Lanes =>
        Deliveries.Where(delivery => delivery.NextAttemptAt is not null)
            .Select(delivery => new LaneKey(customer, delivery.Lane)).Distinct();
}
