using IotPlatform.RuleEngine;
using NodaTime;

namespace IotPlatform.Rules;

/// <summary>A rule as the engine takes it.</summary>
public static class EngineRule
{
    /// <summary>The rule, enabled or not; null for one that this version of the platform cannot read.</summary>
    public static Rule? Of(AlarmRule source)
    {
        if (!Condition.Parse(source.RuleType, source.Config.Parse()).TryGet(out var condition)) return null;
        var actions = source.Actions.Aggregate(RuleActions.None, (all, action) => all | ActionOf(action));
        return new Rule(
            source.Id, source.Name, condition, source.Severity, actions, Duration.FromSeconds(source.CooldownSeconds), source.AutoResolve);
    }

    private static RuleActions ActionOf(string action) => action switch
    {
        "create_alarm" => RuleActions.CreateAlarm,
        "send_webhook" => RuleActions.SendWebhook,
        "mark_unhealthy" => RuleActions.MarkUnhealthy,
        _ => RuleActions.None,
    };
}
