using System.Net.Http.Headers;
using System.Net.Sockets;
using IotPlatform.Notifications;
using IotPlatform.Platform;
using NodaTime;
using Shouldly;
using Xunit;

namespace IotPlatform.Tests.Notifications.Senders;

public sealed class HttpOutcomeTests
{
    private static readonly Instant Now = Instant.FromUtc(2026, 3, 1, 12, 0);

    private static SendOutcome Of(int status, string? retryAfter = null) =>
        HttpOutcome.Of(status, retryAfter is null ? null : RetryConditionHeaderValue.Parse(retryAfter), Now);

    [Theory]
    [InlineData(200, SendResult.Sent)]
    [InlineData(202, SendResult.Sent)]
    [InlineData(204, SendResult.Sent)]
    [InlineData(299, SendResult.Sent)]
    [InlineData(101, SendResult.Failed)]
    [InlineData(301, SendResult.Failed)]
    [InlineData(302, SendResult.Failed)]
    [InlineData(304, SendResult.Failed)]
    [InlineData(307, SendResult.Failed)]
    [InlineData(308, SendResult.Failed)]
    [InlineData(400, SendResult.Failed)]
    [InlineData(401, SendResult.Failed)]
    [InlineData(403, SendResult.Failed)]
    [InlineData(404, SendResult.Failed)]
    [InlineData(408, SendResult.Retry)]
    [InlineData(409, SendResult.Failed)]
    [InlineData(410, SendResult.Gone)]
    [InlineData(413, SendResult.Failed)]
    [InlineData(425, SendResult.Failed)]
    [InlineData(429, SendResult.Retry)]
    [InlineData(499, SendResult.Failed)]
    [InlineData(500, SendResult.Retry)]
    [InlineData(501, SendResult.Retry)]
    [InlineData(503, SendResult.Retry)]
    [InlineData(599, SendResult.Retry)]
    [InlineData(999, SendResult.Retry)]
    public void an_answer_means_by_its_status(int status, SendResult result)
    {
        var outcome = Of(status);
        (outcome.Result, outcome.ResponseCode, outcome.RetryAfter).ShouldBe((result, status, null));
        if (result is SendResult.Sent) outcome.Error.ShouldBeNull();
        else outcome.Error.ShouldNotBeNull().ShouldStartWith($"The receiver answered {status}");
    }

    [Theory]
    [InlineData(429, "120", 120)]
    [InlineData(503, "0", 0)]
    [InlineData(500, "7", 7)]
    [InlineData(408, "7", 7)]
    [InlineData(429, "Sun, 01 Mar 2026 12:02:00 GMT", 120)]
    [InlineData(429, "Sun, 01 Mar 2026 11:00:00 GMT", 0)]
    [InlineData(429, "2147483647", 2_147_483_647)]
    [InlineData(429, "Fri, 31 Dec 9999 23:59:59 GMT", 251_629_934_399)]
    public void a_receiver_may_ask_to_be_left_alone(int status, string retryAfter, long seconds) =>
        Of(status, retryAfter).RetryAfter.ShouldBe(Duration.FromSeconds(seconds));

    [Theory]
    [InlineData(200)]
    [InlineData(302)]
    [InlineData(404)]
    [InlineData(410)]
    public void where_nothing_is_tried_again_it_asks_in_vain(int status) => Of(status, "120").RetryAfter.ShouldBeNull();

    [Theory]
    [InlineData(HttpRequestError.NameResolutionError, "The URL's host cannot be resolved. Check its name.")]
    [InlineData(HttpRequestError.SecureConnectionError, "There is no TLS with the receiver. Check its certificate.")]
    [InlineData(HttpRequestError.ConnectionError, "The receiver cannot be reached.")]
    [InlineData(HttpRequestError.ResponseEnded, "The receiver broke the connection off, or does not speak HTTP.")]
    [InlineData(HttpRequestError.Unknown, "The receiver broke the connection off, or does not speak HTTP.")]
    public void without_an_answer_it_is_tried_again(HttpRequestError error, string said) =>
        HttpOutcome.Of(new HttpRequestException(error, "secret")).ShouldBe(new(SendResult.Retry, null, said));

    [Fact]
    public void a_closed_port_is_told_as_one() =>
        HttpOutcome.Of(new HttpRequestException(HttpRequestError.ConnectionError, null, new SocketException((int)SocketError.ConnectionRefused)))
            .ShouldBe(new(SendResult.Retry, null, "The receiver refuses connections."));

    [Fact]
    public void a_private_address_is_not_tried_again() =>
        HttpOutcome.Of(new HttpRequestException(HttpRequestError.ConnectionError, null, new BlockedAddressException()))
            .ShouldBe(new(SendResult.Failed, null, "The URL's host resolves to a private address. Use one that is public."));
}
