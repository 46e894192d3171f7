using MailKit;
using MailKit.Net.Smtp;
using MailKit.Security;

namespace IotPlatform.Notifications;

/// <summary>What the mail relay's answer, or the lack of one, means for a notification.</summary>
public static class SmtpOutcome
{
    private const int Permanent = 500;

    /// <summary>The relay has taken the mail.</summary>
    public static SendOutcome Sent { get; } = SendOutcome.Sent((int)SmtpStatusCode.Ok);

    /// <summary>The outcome of a refusal.</summary>
    public static SendOutcome Of(SmtpErrorCode error, SmtpStatusCode status)
    {
        var what = error switch
        {
            SmtpErrorCode.RecipientNotAccepted => "recipient",
            SmtpErrorCode.SenderNotAccepted => "sender (Smtp__From)",
            _ => "mail",
        };
        return (int)status >= Permanent
            ? new(SendResult.Failed, (int)status, $"The mail relay answered {(int)status}: it refuses the {what}.")
            : new(SendResult.Retry, (int)status, $"The mail relay answered {(int)status}: it does not take the {what} now.");
    }

    /// <summary>The outcome of an attempt that broke off.</summary>
    public static SendOutcome Of(Exception fault) => fault switch
    {
        SmtpCommandException refusal => Of(refusal.ErrorCode, refusal.StatusCode),
        AuthenticationException { InnerException: SmtpCommandException { StatusCode: var status } } when (int)status < Permanent =>
            new(SendResult.Retry, (int)status, $"The mail relay answered {(int)status}: it takes no log-in now."),
        AuthenticationException =>
            new(SendResult.Failed, null, "The mail relay refuses user name or password. Check Smtp__User and Smtp__Password."),
        ServiceNotAuthenticatedException =>
            new(SendResult.Failed, null, "The mail relay wants a log-in. Set Smtp__User and Smtp__Password."),
        NotSupportedException =>
            new(SendResult.Failed, null, "The mail relay lacks what the settings or an address ask for: Smtp__Security, Smtp__User."),
        SslHandshakeException =>
            new(SendResult.Retry, null, "There is no TLS with the mail relay. Check Smtp__Security and its certificate."),
        _ => new(SendResult.Retry, null, "The mail relay cannot be reached. Check Smtp__Host and Smtp__Port."),
    };
}
