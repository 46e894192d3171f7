using System.Text.Json;
using IotPlatform.Platform;
using IotPlatform.RuleEngine;

namespace IotPlatform.Rules;

/// <summary>
/// What an alarm keeps of a firing: the evidence, and the rule as it was, so that the one can be judged by the other again.
/// </summary>
public static class FiringDetails
{
    /// <summary>The details of a verdict.</summary>
    public static JsonElement Of(AlarmRule source, Verdict verdict) => JsonSerializer.SerializeToElement(
        new
        {
            verdict.Reason,
            Evidence = verdict.Grounds!.Evidence.ToJson(),
            Rule = new { source.RuleType, Config = source.Config.Parse(), source.CooldownSeconds, source.AutoResolve },
        },
        Json.Api);

    /// <summary>The rule that the details tell of; null where they tell of none that can be read.</summary>
    public static Rule? RuleOf(JsonElement details) =>
        Member(details, "rule") is { } rule && Member(rule, "config") is { } config
        && Member(rule, "rule_type") is { ValueKind: JsonValueKind.String } type
        && Condition.Parse(type.GetString()!, config).TryGet(out var condition)
            ? new Rule("", "", condition, default, RuleActions.None, default, false)
            : null;

    /// <summary>The evidence that the details hold, if any.</summary>
    public static JsonElement? EvidenceOf(JsonElement details) => Member(details, "evidence");

    /// <summary>A member of a JSON object.</summary>
    public static JsonElement? Member(JsonElement details, string name) =>
        details.ValueKind is JsonValueKind.Object && details.TryGetProperty(name, out var member) ? member : null;
}
