using IotPlatform.Platform;
using NodaTime;

namespace IotPlatform.Notifications;

/// <summary>Sends to a program of the customer's, signed.</summary>
public sealed class WebhookSender(HttpPost http, IClock clock) : INotificationSender
{
    /// <inheritdoc/>
    public string ChannelType => ChannelTypes.Webhook;

    /// <inheritdoc/>
    public Task<SendOutcome> SendAsync(Notification notification, ChannelConfig config, CancellationToken cancellation)
    {
        var webhook = (WebhookConfig)config;
        var body = WebhookBody.Of(notification);
        var signature = WebhookSignature.Headers(notification.Id, clock.GetCurrentInstant(), body, webhook.Secrets);
        return http.SendAsync(OutgoingHttp.ToCustomers, webhook.Url, body, [.. webhook.Headers, .. signature], cancellation);
    }
}
