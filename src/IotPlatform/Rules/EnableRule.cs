using IotPlatform.Platform;
using NodaTime;
using Wolverine.Http;

namespace IotPlatform.Rules;

/// <summary>POST /v1/iot/rules/{rule_id}/enable: evaluation starts afresh. Repeating it changes nothing.</summary>
public static class EnableRuleEndpoint
{
    [WolverinePost("/v1/iot/rules/{rule_id}/enable")]
    [EndpointSummary("Enable alarm rule")]
    public static Task<IResult> Post(string rule_id, HttpContext http, Resources<AlarmRule> rules) => rules.Change(http, rule_id, Decide);

    public static Decision Decide(AlarmRule rule, Instant now) =>
        rule.IsEnabled ? Decision.Nothing : Decision.Append(new RuleEnabled(rule.Id, now));
}
