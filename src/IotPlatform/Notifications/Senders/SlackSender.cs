using IotPlatform.Platform;

namespace IotPlatform.Notifications;

/// <summary>Sends to Slack.</summary>
public sealed class SlackSender(HttpPost http) : INotificationSender
{
    /// <inheritdoc/>
    public string ChannelType => ChannelTypes.Slack;

    /// <inheritdoc/>
    public Task<SendOutcome> SendAsync(Notification notification, ChannelConfig config, CancellationToken cancellation)
    {
        var slack = (SlackConfig)config;
        var message = SlackMessage.Of(MessageText.Of(notification), slack.Channel);
        return http.SendAsync(OutgoingHttp.ToCustomers, slack.Url, message, [], cancellation);
    }
}
