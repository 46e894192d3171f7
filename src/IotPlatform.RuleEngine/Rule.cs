using NodaTime;

namespace IotPlatform.RuleEngine;

/// <summary>What a rule does when it fires.</summary>
[Flags]
public enum RuleActions
{
    None = 0,
    CreateAlarm = 1,
    SendWebhook = 2,
    MarkUnhealthy = 4,
}

/// <summary>A rule as the engine needs it.</summary>
/// <param name="Cooldown">After a trigger no further trigger for so long; zero for none.</param>
/// <param name="AutoResolve">Whether the open alarm is resolved when the condition clears.</param>
public sealed record Rule(
    string Id, string Name, Condition Condition, Severity Severity, RuleActions Actions, Duration Cooldown, bool AutoResolve)
{
    /// <summary>The rule for devices of a profile; see <see cref="Condition.For"/>.</summary>
    public Rule For(Duration? reportingInterval) => this with { Condition = Condition.For(reportingInterval) };

    public bool CreatesAlarm => Actions.HasFlag(RuleActions.CreateAlarm);

    public bool MarksUnhealthy => Actions.HasFlag(RuleActions.MarkUnhealthy);
}
