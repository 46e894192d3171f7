using System.Net.Http.Headers;
using System.Net.Sockets;
using IotPlatform.Platform;
using NodaTime;

namespace IotPlatform.Notifications;

/// <summary>What an HTTP receiver's answer, or the lack of one, means for a notification.</summary>
public static class HttpOutcome
{
    /// <summary>The outcome of an answer.</summary>
    /// <param name="retryAfter">What the answer says of when to come again.</param>
    public static SendOutcome Of(int status, RetryConditionHeaderValue? retryAfter, Instant now) => status switch
    {
        >= 200 and < 300 => SendOutcome.Sent(status),
        408 or 429 or >= 500 => new(SendResult.Retry, status, $"The receiver answered {status}.", Wait(retryAfter, now)),
        410 => new(SendResult.Gone, status, "The receiver answered 410: it is gone for good."),
        >= 300 and < 400 =>
            new(SendResult.Failed, status, $"The receiver answered {status}: redirects are not followed. Use the URL that it redirects to."),
        401 or 403 =>
            new(SendResult.Failed, status, $"The receiver answered {status}: it does not let the platform in. Check URL and headers."),
        404 => new(SendResult.Failed, status, "The receiver answered 404: there is nothing at this URL. Check it."),
        _ => new(SendResult.Failed, status, $"The receiver answered {status}: it does not accept the message."),
    };

    /// <summary>The outcome of a call that got no answer.</summary>
    public static SendOutcome Of(HttpRequestException fault) => fault switch
    {
        { InnerException: BlockedAddressException } =>
            new(SendResult.Failed, null, "The URL's host resolves to a private address. Use one that is public."),
        { HttpRequestError: HttpRequestError.NameResolutionError } => Again("The URL's host cannot be resolved. Check its name."),
        { HttpRequestError: HttpRequestError.SecureConnectionError } => Again("There is no TLS with the receiver. Check its certificate."),
        { InnerException: SocketException { SocketErrorCode: SocketError.ConnectionRefused } } => Again("The receiver refuses connections."),
        { HttpRequestError: HttpRequestError.ConnectionError } => Again("The receiver cannot be reached."),
        _ => Again("The receiver broke the connection off, or does not speak HTTP."),
    };

    private static SendOutcome Again(string error) => new(SendResult.Retry, null, error);

    private static Duration? Wait(RetryConditionHeaderValue? retryAfter, Instant now) => retryAfter switch
    {
        { Delta: { } delta } => Duration.FromTimeSpan(delta),
        { Date: { } date } => Duration.Max(Duration.Zero, Instant.FromDateTimeOffset(date) - now),
        _ => null,
    };
}
