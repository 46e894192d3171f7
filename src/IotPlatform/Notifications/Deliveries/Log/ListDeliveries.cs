using IotPlatform.Platform;
using Wolverine.Http;

namespace IotPlatform.Notifications;

/// <summary>
/// GET /v1/iot/notifications/deliveries: a page of the deliveries that pass all filters, newest first. <c>limit</c> and <c>offset</c> page
/// as well.
/// </summary>
public static class ListDeliveriesEndpoint
{
    /// <summary>What the list offers.</summary>
    public static ListDefinition List { get; } = new("deliveries")
    {
        DefaultSort = "-created_at",
        Sortable = new Dictionary<string, string> { ["created_at"] = "d.created_at" },
        Filters =
        [
            ListFilter.Choices("status", Words.All<DeliveryStatus>(), sent => $"d.status in ({sent})"),
            ListFilter.Choices("channel_type", ChannelTypes.All, sent => $"d.channel_type in ({sent})"),
            ListFilter.Choices("event_type", Words.All<NotificationKind>(), sent => $"d.event_type in ({sent})"),
            ListFilter.Text("d.channel_id = {0}", "channel_id"),
            ListFilter.Text("d.policy_id = {0}", "policy_id"),
            ListFilter.Text("d.device_id = {0}", "device_id"),
            ListFilter.Text("d.rule_id = {0}", "rule_id"),
            ListFilter.Text(
                """
                (d.alarm_id = {0} or d.id in (
                  select c.delivery_id from iot.notification_collected c where c.tenant_id = d.tenant_id and c.alarm_id = {0}))
                """, "alarm_id"),
            ListFilter.Time("created_after", "d.created_at >= {0}::timestamptz"),
            ListFilter.Time("created_before", "d.created_at < {0}::timestamptz"),
        ],
    };

    [WolverineGet("/v1/iot/notifications/deliveries")]
    [EndpointSummary("List notification deliveries")]
    [Answers(typeof(Delivery))]
    [QueryParameter("limit", typeof(int))]
    [QueryParameter("offset", typeof(int))]
    public static Task<IResult> Get(HttpContext http, DeliveryList deliveries) => deliveries.GetAsync(http, List);
}
