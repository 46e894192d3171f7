using IotPlatform.Platform;
using Wolverine.Http;

namespace IotPlatform.Rules;

/// <summary>GET /v1/iot/rules/{rule_id}/history: all that happened to a rule, oldest first, also after its deletion.</summary>
public static class GetRuleHistoryEndpoint
{
    [WolverineGet("/v1/iot/rules/{rule_id}/history")]
    [EndpointSummary("Get alarm rule history")]
    public static Task<IResult> Get(string rule_id, HttpContext http, History<AlarmRule> history) => history.Get(http, rule_id);
}
