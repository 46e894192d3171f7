using IotPlatform.Platform;
using IotPlatform.Rules;
using Wolverine.Http;

namespace IotPlatform.Notifications;

/// <summary>GET /v1/iot/notifications/policies: a page of the policies that pass all filters.</summary>
public static class ListPoliciesEndpoint
{
    /// <summary>What the list offers.</summary>
    public static ListDefinition List { get; } = new("policies")
    {
        Grows = typeof(PolicyCreated),
        Shrinks = typeof(PolicyDeleted),
        Sortable = new Dictionary<string, string>
        {
            ["created_at"] = ListDefinition.Field("created_at"),
            ["updated_at"] = ListDefinition.Field("updated_at"),
            ["name"] = ListDefinition.Field("name"),
        },
        Filters =
        [
            ListFilter.Flag("is_enabled"),
            ListFilter.Choice("scope_type", RuleScope.Types),
            ListFilter.Text("(d.data->'channel_ids' ? {0} or d.data->'escalation_channel_ids' ? {0})", "channel_id"),
        ],
    };

    [WolverineGet("/v1/iot/notifications/policies")]
    [EndpointSummary("List notification policies")]
    public static Task<IResult> Get(HttpContext http, ReadModel<NotificationPolicy> policies) => policies.List(http, List);
}
