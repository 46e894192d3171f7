using IotPlatform.Platform;
using IotPlatform.RuleEngine;
using NodaTime;

namespace IotPlatform.Notifications;

/// <summary>A policy was created.</summary>
public sealed record PolicyCreated(string Id, PolicyScope Scope, PolicyTerms Terms, bool IsEnabled, Instant At) : IFact;

/// <summary>What a policy says was changed; the full new text. Its scope is for life.</summary>
public sealed record PolicyRevised(string Id, PolicyTerms Terms, Instant At) : IFact;

/// <summary>The policy is followed again.</summary>
public sealed record PolicyEnabled(string Id, Instant At) : IFact;

/// <summary>The policy is not followed for the time being.</summary>
public sealed record PolicyDisabled(string Id, Instant At) : IFact;

/// <summary>The policy is gone; its deliveries keep its id.</summary>
public sealed record PolicyDeleted(string Id, Instant At) : IFact;

/// <summary>Which alarms a policy is about, for life.</summary>
/// <param name="RuleIds">Those of these rules; null: of all.</param>
/// <param name="Type"><c>fleet</c>, <c>device</c>, <c>group</c> or <c>profile</c>.</param>
/// <param name="Ids">The devices, groups or profiles; null for the fleet.</param>
public sealed record PolicyScope(IReadOnlyList<string>? RuleIds, string Type, IReadOnlyList<string>? Ids);

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
    int? EscalateAfterSeconds, IReadOnlyList<string> EscalationChannelIds);

/// <summary>What the alarms of one message have in common.</summary>
public enum PolicyGrouping
{
    Device,
    Rule,
    Group,
    Profile,
}
