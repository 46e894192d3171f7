using System.Text.Json;
using IotPlatform.Platform;
using IotPlatform.RuleEngine;
using NodaTime;
using Wolverine.Http;

namespace IotPlatform.Rules;

/// <summary>Changes a rule; an absent member stays. Type and scope are for life.</summary>
public sealed record UpdateRule(
    Field<string> Name, Field<string?> Description, Field<JsonElement> Config, Severity? Severity, IReadOnlyList<string>? Actions,
    int? CooldownSeconds, bool? IsEnabled, bool? AutoResolve, IReadOnlyDictionary<string, string?> Fixed) : IRequestBody<UpdateRule>
{
    /// <inheritdoc/>
    public static UpdateRule Read(Body body)
    {
        if (body.IsNull("config")) body.AddFault("config", "must not be null");
        return new(
            body.Text("name", 1, 100),
            body.OptionalText("description", 1000),
            body.IsNull("config") ? default : body.Members("config"),
            RuleMembers.Severity(body),
            RuleMembers.Actions(body),
            RuleMembers.Cooldown(body),
            body.NullableFlag("is_enabled").Value,
            body.NullableFlag("auto_resolve").Value,
            ReadFixed(body, "rule_type", "scope_type", "scope_device_id", "scope_group_id", "scope_profile_id"));
    }

    private static Dictionary<string, string?> ReadFixed(Body body, params string[] members) =>
        members.Where(body.Has).ToDictionary(member => member, member => body.OptionalText(member, 128).Value);
}

/// <summary>PUT /v1/iot/rules/{rule_id}</summary>
public static class UpdateRuleEndpoint
{
    [WolverinePut("/v1/iot/rules/{rule_id}")]
    public static Task<IResult> Put(string rule_id, UpdateRule command, HttpContext http, Resources<AlarmRule> rules) =>
        rules.Change(http, rule_id, (rule, now) => Decide(command, rule, now));

    /// <summary>The new text in one event, where it differs; the switch in another.</summary>
    public static Decision Decide(UpdateRule command, AlarmRule rule, Instant now)
    {
        var faults = Faults(command, rule);
        if (faults.Count > 0) return Problem.Invalid(faults);

        var revised = new RuleRevised(
            rule.Id,
            command.Name.Or(rule.Name),
            command.Description.Or(rule.Description),
            command.Config.IsPresent ? RawJson.Of(command.Config.Value) : rule.Config,
            command.Severity ?? rule.Severity,
            command.Actions ?? rule.Actions,
            command.CooldownSeconds ?? rule.CooldownSeconds,
            command.AutoResolve ?? rule.AutoResolve,
            now);
        List<object> events = [];
        if (Differs(rule, revised)) events.Add(revised);
        if ((command.IsEnabled ?? rule.IsEnabled) != rule.IsEnabled)
            events.Add(rule.IsEnabled ? new RuleDisabled(rule.Id, now) : new RuleEnabled(rule.Id, now));
        return Decision.Append(events);
    }

    private static List<Platform.Fault> Faults(UpdateRule command, AlarmRule rule)
    {
        var current = new Dictionary<string, string?>
        {
            ["rule_type"] = rule.RuleType,
            ["scope_type"] = rule.ScopeType,
            ["scope_device_id"] = rule.ScopeDeviceId,
            ["scope_group_id"] = rule.ScopeGroupId,
            ["scope_profile_id"] = rule.ScopeProfileId,
        };
        var config = command.Config.IsPresent ? RuleMembers.ConfigFaults(rule.RuleType, command.Config.Value) : [];
        return [.. config, .. command.Fixed.Where(member => member.Value != current[member.Key]).Select(member => new Platform.Fault(member.Key, "cannot be changed"))];
    }

    private static bool Differs(AlarmRule rule, RuleRevised revised) =>
        (rule.Name, rule.Description, rule.Config, rule.Severity, rule.CooldownSeconds, rule.AutoResolve)
            != (revised.Name, revised.Description, revised.Config, revised.Severity, revised.CooldownSeconds, revised.AutoResolve)
        || !rule.Actions.SequenceEqual(revised.Actions);
}
