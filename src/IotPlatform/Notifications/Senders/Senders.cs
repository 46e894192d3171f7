namespace IotPlatform.Notifications;

/// <summary>The senders of all kinds of channels.</summary>
public sealed class Senders(IEnumerable<INotificationSender> senders, ILogger<Senders> log)
{
    private readonly Dictionary<string, INotificationSender> _senders = senders.ToDictionary(sender => sender.ChannelType);

    /// <summary>
    /// One attempt over a channel of this type. A sender that throws has a defect: the attempt failed, and may work after it is mended.
    /// </summary>
    public async Task<SendOutcome> SendAsync(
        string channelType, Notification notification, ChannelConfig config, CancellationToken cancellation)
    {
        try
        {
            return await _senders[channelType].SendAsync(notification, config, cancellation);
        }
        catch (Exception fault) when (!cancellation.IsCancellationRequested)
        {
            log.LogError(fault, "Delivery {Delivery} over {ChannelType} failed by a defect", notification.Id, channelType);
            return new(SendResult.Retry, null, "The platform failed at this message. Its operator finds the reason in the log.");
        }
    }
}
