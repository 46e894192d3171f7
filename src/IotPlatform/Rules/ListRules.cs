using IotPlatform.Platform;
using IotPlatform.RuleEngine;
using Wolverine.Http;

namespace IotPlatform.Rules;

/// <summary>GET /v1/iot/rules: a page of the rules that pass all filters.</summary>
public static class ListRulesEndpoint
{
    /// <summary>What the list offers.</summary>
    public static ListDefinition List { get; } = new("rules")
    {
        Sortable = new Dictionary<string, string>
        {
            ["created_at"] = ListDefinition.Text("created_at"),
            ["updated_at"] = ListDefinition.Text("updated_at"),
            ["name"] = ListDefinition.Text("name"),
        },
        Filters =
        [
            ListFilter.Choice("d.data->>'scope_type' = {0}", RuleScope.Types, "scope_type"),
            ListFilter.Choice("d.data->>'rule_type' = {0}", RuleMembers.Types, "rule_type"),
            ListFilter.Choice("d.data->>'severity' = {0}", Words.All<Severity>(), "severity"),
            ListFilter.Flag("(d.data->>'is_enabled')::boolean = {0}", "is_enabled"),
            ListFilter.Text("d.data->>'scope_device_id' = {0}", "device_id"),
            ListFilter.Text("d.data->>'scope_group_id' = {0}", "group_id"),
            ListFilter.Text("d.data->>'scope_profile_id' = {0}", "profile_id"),
        ],
    };

    [WolverineGet("/v1/iot/rules")]
    public static Task<IResult> Get(HttpContext http, RuleReadModel rules) => rules.List(http, List);
}
