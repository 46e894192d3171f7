using MimeKit;

namespace IotPlatform.Notifications;

/// <summary>Sends mails.</summary>
public sealed class EmailSender(SenderSettings settings, TimeProvider time) : INotificationSender
{
    private static readonly SendOutcome
        NoRelay = new(SendResult.Failed, null, "No mail relay is configured. Set Smtp__Host and Smtp__From."),
        NoSender = new(SendResult.Failed, null, "Smtp__From is no mail address."),
        NoRecipient = new(SendResult.Failed, null, "None of the recipients is a mail address.");

    /// <inheritdoc/>
    public string ChannelType => ChannelTypes.Email;

    /// <inheritdoc/>
    public Task<SendOutcome> SendAsync(Notification notification, ChannelConfig config, CancellationToken cancellation)
    {
        var email = (EmailConfig)config;
        if (settings.Mail is not { } relay) return Task.FromResult(NoRelay);
        if (!MailboxAddress.TryParse(relay.From, out var from)) return Task.FromResult(NoSender);
        if (EmailMessage.Of(notification, email, from) is not { } mail) return Task.FromResult(NoRecipient);
        return Attempt.RunAsync("mail relay", time, limit => SendAsync(relay, mail, limit), cancellation);
    }

    private static async Task<SendOutcome> SendAsync(MailRelaySettings relay, MimeMessage mail, CancellationToken cancellation)
    {
        using (mail) return await new MailRelay(relay).SendAsync(mail, cancellation);
    }
}
