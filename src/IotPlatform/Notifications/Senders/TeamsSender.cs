using IotPlatform.Platform;

namespace IotPlatform.Notifications;

/// <summary>Sends to a workflow of Microsoft Teams.</summary>
public sealed class TeamsSender(HttpPost http) : INotificationSender
{
    /// <inheritdoc/>
    public string ChannelType => ChannelTypes.Teams;

    /// <inheritdoc/>
    public Task<SendOutcome> SendAsync(Notification notification, ChannelConfig config, CancellationToken cancellation) =>
        http.SendAsync(
            OutgoingHttp.ToCustomers, ((TeamsConfig)config).Url, TeamsMessage.Of(MessageText.Of(notification)), [], cancellation);
}
