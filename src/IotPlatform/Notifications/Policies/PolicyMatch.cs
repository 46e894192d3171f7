using IotPlatform.Devices;
using IotPlatform.Platform;
using IotPlatform.RuleEngine;
using IotPlatform.Rules;

namespace IotPlatform.Notifications;

/// <summary>Whether a policy tells of an event of an alarm; if not, the first reason, in this order.</summary>
public enum NotifyReason
{
    /// <summary>It tells.</summary>
    Notify,
    PolicyDisabled,
    EventNotWanted,
    SeverityNotWanted,
    RuleNotWanted,
    OutOfScope,
}

/// <summary>What a policy tells of. Pure.</summary>
public static class PolicyMatch
{
    /// <summary>
    /// Whether the policy tells of what happened, and why not. It does not matter whether the device is active, or is there at all: of an
    /// alarm that ends with its device they want to know who were told that it began.
    /// </summary>
    public static NotifyReason Decide(NotificationPolicy policy, NotificationKind kind, Severity severity, string ruleId, Device device)
    {
        if (!policy.IsEnabled) return NotifyReason.PolicyDisabled;
        if (!Wants(policy, kind)) return NotifyReason.EventNotWanted;
        if (!policy.SeverityFilter.Contains(severity)) return NotifyReason.SeverityNotWanted;
        if (policy.RuleIds is { } rules && !rules.Contains(ruleId)) return NotifyReason.RuleNotWanted;
        return Covers(policy, device) ? NotifyReason.Notify : NotifyReason.OutOfScope;
    }

    // Reminders and escalations follow from a trigger and have members of their own.
    private static bool Wants(NotificationPolicy policy, NotificationKind kind) =>
        kind is NotificationKind.Reminder or NotificationKind.Escalated || policy.EventTypes.Contains(Words.Of(kind));

    private static bool Covers(NotificationPolicy policy, Device device) => policy.ScopeType switch
    {
        RuleScope.Device => policy.ScopeIds!.Contains(device.DeviceId),
        RuleScope.Group => device.GroupIds.Any(policy.ScopeIds!.Contains),
        RuleScope.Profile => device.ProfileId is { } profile && policy.ScopeIds!.Contains(profile),
        _ => true,
    };
}
