using Wolverine.Http;

namespace IotPlatform.Notifications;

/// <summary>
/// GET /v1/iot/notifications/channels/{channel_id}: one channel, its config as it was sent, with what is secret in it masked.
/// </summary>
public static class GetChannelEndpoint
{
    [WolverineGet("/v1/iot/notifications/channels/{channel_id}")]
    [EndpointSummary("Get notification channel")]
    public static Task<IResult> Get(string channel_id, HttpContext http, ChannelReadModel channels) => channels.Get(http, channel_id);
}
