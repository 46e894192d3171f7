using IotPlatform.Platform;
using NodaTime;
using Wolverine.Http;

namespace IotPlatform.Rules;

/// <summary>DELETE /v1/iot/rules/{rule_id}: its open alarms are resolved with it.</summary>
public static class DeleteRuleEndpoint
{
    [WolverineDelete("/v1/iot/rules/{rule_id}")]
    [EndpointSummary("Delete alarm rule")]
    public static Task<IResult> Delete(string rule_id, HttpContext http, Resources<AlarmRule> rules) => rules.Delete(http, rule_id, Decide);

    public static Decision Decide(AlarmRule rule, Instant now) => Decision.Append(new RuleDeleted(rule.Id, now));
}
