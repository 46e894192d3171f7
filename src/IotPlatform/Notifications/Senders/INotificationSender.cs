namespace IotPlatform.Notifications;

/// <summary>Sends over one kind of channel.</summary>
public interface INotificationSender
{
    /// <summary>One of <see cref="ChannelTypes.All"/>.</summary>
    string ChannelType { get; }

    /// <summary>
    /// One attempt, of ten seconds at most. It never throws but when <paramref name="cancellation"/> ends it: what goes wrong is the
    /// outcome.
    /// </summary>
    Task<SendOutcome> SendAsync(Notification notification, ChannelConfig config, CancellationToken cancellation);
}
