using IotPlatform.Platform;
using IotPlatform.RuleEngine;
using NodaTime;
using Wolverine.Http;

namespace IotPlatform.Rules;

/// <summary>Changes what a rule says, or switches it. Type and scope are for life.</summary>
public sealed record UpdateRule(
    string Name, string? Description, RawJson Config, Severity Severity, IReadOnlyList<string> Actions, int CooldownSeconds, bool IsEnabled,
    bool AutoResolve) : IChange<UpdateRule, AlarmRule>
{
    /// <inheritdoc/>
    public static UpdateRule Read(Body body, AlarmRule rule)
    {
        body.Immutable("rule_type", rule.RuleType);
        body.Immutable("scope_type", rule.ScopeType);
        body.Immutable("scope_device_id", rule.ScopeDeviceId);
        body.Immutable("scope_group_id", rule.ScopeGroupId);
        body.Immutable("scope_profile_id", rule.ScopeProfileId);
        return new(
            body.Text("name", 1, 100).Or(rule.Name),
            body.OptionalText("description", 1000).Or(rule.Description),
            ReadConfig(body, rule),
            body.OptionalChoice<Severity>("severity") ?? rule.Severity,
            RuleMembers.Actions(body) ?? rule.Actions,
            RuleMembers.Cooldown(body) ?? rule.CooldownSeconds,
            body.NullableFlag("is_enabled").Value ?? rule.IsEnabled,
            body.NullableFlag("auto_resolve").Value ?? rule.AutoResolve);
    }

    private static RawJson ReadConfig(Body body, AlarmRule rule)
    {
        var config = body.Members("config");
        if (!config.IsPresent) return rule.Config;
        body.AddFaults(RuleMembers.ConfigFaults(rule.RuleType, config.Value));
        return RawJson.Of(config.Value);
    }
}

/// <summary>PUT /v1/iot/rules/{rule_id}</summary>
public static class UpdateRuleEndpoint
{
    [WolverinePut("/v1/iot/rules/{rule_id}")]
    [EndpointSummary("Update alarm rule")]
    public static Task<IResult> Put(string rule_id, Changes<UpdateRule> changes, HttpContext http, Resources<AlarmRule> rules) =>
        rules.Change(http, rule_id, changes, Decide);

    /// <summary>The new text in one event, where it differs; the switch in another.</summary>
    public static Decision Decide(UpdateRule change, AlarmRule rule, Instant now)
    {
        List<object> events = [];
        if (Differs(rule, change))
        {
            events.Add(new RuleRevised(
                rule.Id, change.Name, change.Description, change.Config, change.Severity, change.Actions, change.CooldownSeconds,
                change.AutoResolve, now));
        }
        if (change.IsEnabled != rule.IsEnabled)
            events.Add(rule.IsEnabled ? new RuleDisabled(rule.Id, now) : new RuleEnabled(rule.Id, now));
        return Decision.Append(events);
    }

    private static bool Differs(AlarmRule rule, UpdateRule change) =>
        (rule.Name, rule.Description, rule.Config, rule.Severity, rule.CooldownSeconds, rule.AutoResolve)
            != (change.Name, change.Description, change.Config, change.Severity, change.CooldownSeconds, change.AutoResolve)
        || !rule.Actions.SequenceEqual(change.Actions);
}
