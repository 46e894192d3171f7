using IotPlatform.Platform;
using Wolverine.Http;

namespace IotPlatform.Notifications;

/// <summary>GET /v1/iot/notifications/channels: a page of the channels that pass all filters.</summary>
public static class ListChannelsEndpoint
{
    /// <summary>What the list offers.</summary>
    public static ListDefinition List { get; } = new("channels")
    {
        Grows = typeof(ChannelCreated),
        Shrinks = typeof(ChannelDeleted),
        Sortable = new Dictionary<string, string>
        {
            ["created_at"] = ListDefinition.Field("created_at"),
            ["updated_at"] = ListDefinition.Field("updated_at"),
            ["name"] = ListDefinition.Field("name"),
        },
        Filters = [ListFilter.Choice("channel_type", ChannelTypes.All), ListFilter.Flag("is_enabled")],
    };

    [WolverineGet("/v1/iot/notifications/channels")]
    [EndpointSummary("List notification channels")]
    public static Task<IResult> Get(HttpContext http, ChannelReadModel channels) => channels.List(http, List);
}
