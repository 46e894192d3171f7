using IotPlatform.Platform;
using NodaTime;
using Wolverine.Http;

namespace IotPlatform.Rules;

/// <summary>POST /v1/iot/rules/{rule_id}/disable: evaluation stops, open alarms stay. Repeating it changes nothing.</summary>
public static class DisableRuleEndpoint
{
    [WolverinePost("/v1/iot/rules/{rule_id}/disable")]
    [EndpointSummary("Disable alarm rule")]
    public static Task<IResult> Post(string rule_id, HttpContext http, Resources<AlarmRule> rules) => rules.Change(http, rule_id, Decide);

    public static Decision Decide(AlarmRule rule, Instant now) =>
        rule.IsEnabled ? Decision.Append(new RuleDisabled(rule.Id, now)) : Decision.Nothing;
}
