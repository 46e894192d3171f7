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
        Grows = typeof(RuleCreated),
        Shrinks = typeof(RuleDeleted),
        Sortable = new Dictionary<string, string>
        {
            ["created_at"] = ListDefinition.Field("created_at"),
            ["updated_at"] = ListDefinition.Field("updated_at"),
            ["name"] = ListDefinition.Field("name"),
        },
        Filters =
        [
            ListFilter.Choice("scope_type", RuleScope.Types),
            ListFilter.Choice("rule_type", RuleMembers.Types),
            ListFilter.Choice("severity", Words.All<Severity>()),
            ListFilter.Flag("is_enabled"),
            ListFilter.Text("d.data->>'scope_device_id' = {0}", "device_id"),
            ListFilter.Text("d.data->>'scope_group_id' = {0}", "group_id"),
            ListFilter.Text("d.data->>'scope_profile_id' = {0}", "profile_id"),
        ],
    };

    [WolverineGet("/v1/iot/rules")]
    [EndpointSummary("List alarm rules")]
    public static Task<IResult> Get(HttpContext http, RuleReadModel rules) => rules.List(http, List);
}
