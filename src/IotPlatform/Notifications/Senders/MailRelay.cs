using System.Net.Sockets;
using MailKit;
using MailKit.Net.Smtp;
using MailKit.Security;
using MimeKit;

namespace IotPlatform.Notifications;

/// <summary>Hands mails to the operator's relay, over SMTP.</summary>
internal sealed class MailRelay(MailRelaySettings settings)
{
    /// <summary>Hands one over. It is sent once the relay has taken it for one recipient; the outcome's error names the others.</summary>
    public async Task<SendOutcome> SendAsync(MimeMessage mail, CancellationToken cancellation)
    {
        using var session = new Session { CheckCertificateRevocation = false, ServerCertificateValidationCallback = settings.Trust };
        try
        {
            await session.ConnectAsync(settings.Host, settings.Port, settings.Security, cancellation);
            if (settings is { User: { } user, Password: { } password }) await session.AuthenticateAsync(user, password, cancellation);
            await session.SendAsync(mail, cancellation);
        }
        catch (Exception fault) when (fault is CommandException or ProtocolException or AuthenticationException or SslHandshakeException
            or ServiceNotAuthenticatedException or NotSupportedException or IOException or SocketException)
        {
            return SmtpOutcome.Of(fault);
        }
        await LeaveAsync(session, cancellation);
        return ManyOutcomes.Of(
            [.. mail.To.Mailboxes.Select(to => (to.Address, session.Refusals.GetValueOrDefault(to.Address, SmtpOutcome.Sent)))]);
    }

    // The relay has the mail: how the two part changes nothing about that.
    private static async Task LeaveAsync(Session session, CancellationToken cancellation)
    {
        try
        {
            await session.DisconnectAsync(quit: true, cancellation);
        }
        catch (Exception fault) when (fault is CommandException or ProtocolException or IOException or SocketException or OperationCanceledException)
        {
        }
    }

    private sealed class Session : SmtpClient
    {
        public Dictionary<string, SendOutcome> Refusals { get; } = [];

        protected override void OnRecipientNotAccepted(MimeMessage message, MailboxAddress mailbox, SmtpResponse response) =>
            Refusals[mailbox.Address] = SmtpOutcome.Of(SmtpErrorCode.RecipientNotAccepted, response.StatusCode);

        protected override void OnNoRecipientsAccepted(MimeMessage message)
        {
            var told = Refusals.Values.OrderBy(refusal => refusal.ResponseCode)
                .Select(refusal => (SmtpStatusCode)refusal.ResponseCode!).First();
            throw new SmtpCommandException(SmtpErrorCode.RecipientNotAccepted, told, "");
        }
    }
}
