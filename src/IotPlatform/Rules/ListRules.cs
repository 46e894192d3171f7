using IotPlatform.Platform;
using Wolverine.Http;

namespace IotPlatform.Rules;

/// <summary>GET /v1/iot/rules: a page of the rules that pass all filters.</summary>
public static class ListRulesEndpoint
{
    private static readonly IReadOnlyDictionary<string, string> Sortable = new Dictionary<string, string>
    {
        ["created_at"] = "d.data->>'created_at'",
        ["updated_at"] = "d.data->>'updated_at'",
        ["name"] = "d.data->>'name'",
    };

    [WolverineGet("/v1/iot/rules")]
    public static Task<IResult> Get(HttpContext http, RuleReadModel rules) => rules.List(http, "rules", Filter(http.Request.Query));

    private static ListQuery Filter(IQueryCollection query) => new ListQuery(query, Sortable)
        .ByChoice("d.data->>'scope_type' = {0}", RuleScope.Types, "scope_type")
        .ByChoice(
            "d.data->>'rule_type' = {0}", ["threshold", "missing_data", "offline", "message_rate", "reconnect_rate"], "rule_type")
        .ByChoice("d.data->>'severity' = {0}", ["critical", "warning", "info"], "severity")
        .ByFlag("(d.data->>'is_enabled')::boolean = {0}", "is_enabled")
        .ByText("d.data->>'scope_device_id' = {0}", "device_id")
        .ByText("d.data->>'scope_group_id' = {0}", "group_id")
        .ByText("d.data->>'scope_profile_id' = {0}", "profile_id");
}
