using NodaTime;

namespace IotPlatform.Notifications;

/// <summary>Makes one attempt of a delivery.</summary>
public sealed class Attempts(MessageReader messages, Senders senders, IClock clock)
{
    private static readonly SendOutcome ChannelGone = new(SendResult.Failed, null, "The channel was deleted.");
    private static readonly SendOutcome ChannelDisabled = new(SendResult.Failed, null, "The channel is disabled.");
    private static readonly SendOutcome MessageGone = new(SendResult.Failed, null, "What it tells of was deleted.");

    /// <summary>Sends it, or finds that it is not to be sent.</summary>
    /// <param name="channel">Where it goes, as it is now; null: it is deleted, or the rule names the URL.</param>
    public async Task<DeliveryAttempt> MakeAsync(DueDelivery delivery, NotificationChannel? channel, CancellationToken cancellation)
    {
        var started = clock.GetCurrentInstant();
        if (channel is { IsEnabled: false }) return new(delivery, ChannelDisabled, started, started, IsSkipped: true);
        var outcome = await SendAsync(delivery, channel, started, cancellation);
        return new(delivery, outcome, started, clock.GetCurrentInstant());
    }

    private async Task<SendOutcome> SendAsync(
        DueDelivery delivery, NotificationChannel? channel, Instant now, CancellationToken cancellation)
    {
        if (delivery.ChannelId is not null && channel is null) return ChannelGone;
        if (await messages.ReadAsync(delivery, cancellation) is not var (message, url)) return MessageGone;
        ChannelConfig config = channel is not null
            ? ChannelConfigs.Open(channel, now)
            : new WebhookConfig(new Uri(url!), [], new Dictionary<string, string>());
        return await senders.SendAsync(delivery.ChannelType, message, config, cancellation);
    }
}
