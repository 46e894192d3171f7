using IotPlatform.Platform;
using NodaTime;
using Wolverine.Http;

namespace IotPlatform.Notifications;

/// <summary>DELETE /v1/iot/notifications/channels/{channel_id}: refused while a policy uses it.</summary>
public static class DeleteChannelEndpoint
{
    [WolverineDelete("/v1/iot/notifications/channels/{channel_id}")]
    [EndpointSummary("Delete notification channel")]
    public static Task<IResult> Delete(string channel_id, HttpContext http, Resources<NotificationChannel> channels) =>
        channels.Delete(http, channel_id, Decide);

    public static Decision Decide(NotificationChannel channel, Instant now) => Decision.Append(new ChannelDeleted(channel.Id, now));
}
