using Wolverine.Http;

namespace IotPlatform.Rules;

/// <summary>GET /v1/iot/rules/{rule_id}</summary>
public static class GetRuleEndpoint
{
    [WolverineGet("/v1/iot/rules/{rule_id}")]
    public static Task<IResult> Get(string rule_id, HttpContext http, RuleReadModel rules) => rules.Get(http, rule_id);
}
