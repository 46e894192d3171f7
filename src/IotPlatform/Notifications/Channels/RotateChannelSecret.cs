using IotPlatform.Platform;
using NodaTime;
using Wolverine.Http;

namespace IotPlatform.Notifications;

/// <summary>
/// POST /v1/iot/notifications/channels/{channel_id}/secret/rotate: a new secret for a webhook, which the answer alone shows, in
/// config.secret. Messages are signed with the former one too, for a day.
/// </summary>
public static class RotateChannelSecretEndpoint
{
    [WolverinePost("/v1/iot/notifications/channels/{channel_id}/secret/rotate")]
    [EndpointSummary("Rotate webhook secret")]
    public static Task<IResult> Post(
        string channel_id, HttpContext http, Resources<NotificationChannel> channels, ChannelReadModel readModel)
    {
        var secret = WebhookSecret.New();
        return channels.Change(http, channel_id, (channel, now) => Decide(channel, secret, now), (channel, version) =>
            new ResourceAnswer(200, version, (buffer, _) => readModel.WriteIssued(buffer, channel!, secret)));
    }

    public static Decision Decide(NotificationChannel channel, string newSecret, Instant now) => channel.ChannelType == ChannelTypes.Webhook
        ? Decision.Append(new ChannelSecretRotated(channel.Id, newSecret, now))
        : Problem.InvalidState($"The channel '{channel.Id}' is of type {channel.ChannelType}. Only a webhook has a secret to rotate.");
}
