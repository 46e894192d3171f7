using IotPlatform.Platform;
using Wolverine.Http;

namespace IotPlatform.Notifications;

/// <summary>
/// GET /v1/iot/notifications/channels/{channel_id}/history: all that happened to a channel, oldest first, also after its deletion.
/// </summary>
public static class GetChannelHistoryEndpoint
{
    [WolverineGet("/v1/iot/notifications/channels/{channel_id}/history")]
    [EndpointSummary("Get notification channel history")]
    public static Task<IResult> Get(string channel_id, HttpContext http, History<NotificationChannel> history) =>
        history.Get(http, channel_id);
}
