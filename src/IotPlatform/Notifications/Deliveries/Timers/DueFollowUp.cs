using IotPlatform.Alarms;
using IotPlatform.Devices;
using IotPlatform.Platform;
using NodaTime;

namespace IotPlatform.Notifications;

/// <summary>What a policy does about an alarm that stays active, as far as it has come.</summary>
/// <param name="IsEscalated">The escalation channels have been told.</param>
/// <param name="Reminders">How often it was told again.</param>
public sealed record DueFollowUp(
    string AlarmId, string PolicyId, Instant? RemindAt, Instant? EscalateAt, bool IsEscalated, int Reminders)
{
    /// <summary>What is told now, and what comes then. A pure function.</summary>
    /// <param name="policy">As it is now; null: it is gone or disabled.</param>
    /// <param name="alarm">As it is now.</param>
    /// <param name="kind">What is told; null: nothing.</param>
    public DueFollowUp After(NotificationPolicy? policy, Alarm? alarm, Instant now, out NotificationKind? kind)
    {
        kind = null;
        if (policy is null || alarm is not { Status: AlarmStatus.Active }) return this with { RemindAt = null, EscalateAt = null };
        if (EscalateAt <= now)
        {
            if (policy.EscalateAfterSeconds is null) return this with { EscalateAt = null };
            kind = NotificationKind.Escalated;
            return this with { EscalateAt = null, IsEscalated = true, RemindAt = NextAfter(policy, now) };
        }
        if (RemindAt is not { } due || due > now) return this;
        if (policy.RepeatIntervalSeconds is not null) kind = NotificationKind.Reminder;
        return this with { RemindAt = NextAfter(policy, now), Reminders = Reminders + 1 };
    }

    /// <summary>What the policy has told before, as routing wants to know it.</summary>
    public ToldBefore Before() => new(
        new Dictionary<(string, string, string), Instant>(), IsEscalated ? new HashSet<(string, string)> { (AlarmId, PolicyId) } : new HashSet<(string, string)>());

    /// <summary>The occasion that telling it again is.</summary>
    public Occasion OccasionOf(string customer, NotificationKind kind, Locked<Alarm> alarm, Device device, Instant now) => new(
        customer, $"{PolicyId}/{AlarmId}/{Words.Of(kind)}/{Reminders}/{alarm.State.ReopenedCount}", kind, AlarmId, alarm.Version,
        alarm.State.Severity, alarm.State.RuleId, device, now);

    // The time that was missed while nobody worked is not made up for.
    private static Instant? NextAfter(NotificationPolicy policy, Instant now) =>
        policy.RepeatIntervalSeconds is { } seconds ? now + Duration.FromSeconds(seconds) : null;
}
