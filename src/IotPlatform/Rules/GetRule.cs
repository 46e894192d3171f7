using Wolverine.Http;

namespace IotPlatform.Rules;

/// <summary>GET /v1/iot/rules/{rule_id}: one rule, its config as it was sent.</summary>
public static class GetRuleEndpoint
{
    [WolverineGet("/v1/iot/rules/{rule_id}")]
    [EndpointSummary("Get alarm rule")]
    public static Task<IResult> Get(string rule_id, HttpContext http, RuleReadModel rules) => rules.Get(http, rule_id);
}
