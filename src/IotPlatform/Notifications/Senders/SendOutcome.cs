using NodaTime;

namespace IotPlatform.Notifications;

/// <summary>What an attempt came to.</summary>
public enum SendResult
{
    /// <summary>The receiver has taken it.</summary>
    Sent,

    /// <summary>It may work later.</summary>
    Retry,

    /// <summary>It will not work later either.</summary>
    Failed,

    /// <summary>The receiver is gone for good; nothing more is to be sent there.</summary>
    Gone,
}

/// <summary>One attempt's outcome.</summary>
/// <param name="ResponseCode">The receiver's answer, of HTTP or SMTP, if there was one.</param>
/// <param name="Error">What went wrong and what to do, for the customer: no secret, no exception's text.</param>
/// <param name="RetryAfter">How long the receiver asks to be left alone.</param>
public sealed record SendOutcome(SendResult Result, int? ResponseCode, string? Error, Duration? RetryAfter = null)
{
    /// <summary>The receiver has taken it.</summary>
    public static SendOutcome Sent(int? responseCode) => new(SendResult.Sent, responseCode, null);
}
