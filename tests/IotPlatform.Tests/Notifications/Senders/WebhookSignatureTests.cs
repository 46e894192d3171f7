using System.Text;
using IotPlatform.Notifications;
using NodaTime;
using Shouldly;
using Xunit;

namespace IotPlatform.Tests.Notifications.Senders;

public sealed class WebhookSignatureTests
{
    // The example that the libraries of the specification are tested with.
    private const string Secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", Id = "msg_p5jXN8AQM9LWM0D4loKWxJek";
    private const string Signature = "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=";
    private static readonly Instant Time = Instant.FromUnixTimeSeconds(1_614_265_330);

    private static Dictionary<string, string> Headers(params string[] secrets) =>
        new(WebhookSignature.Headers(Id, Time, Encoding.UTF8.GetBytes("""{"test": 2432232314}"""), secrets));

    [Fact]
    public void it_is_that_of_the_specifications_own_example() => Headers(Secret).ShouldBe(new Dictionary<string, string>
    {
        ["webhook-id"] = Id,
        ["webhook-timestamp"] = "1614265330",
        ["webhook-signature"] = Signature,
    }, ignoreOrder: true);

    [Fact]
    public void each_secret_signs_and_the_present_one_first() =>
        Headers(Secret, "another")["webhook-signature"].ShouldBe($"{Signature} v1,BxnwNDe4koPZsQYpMrY0quJetDkM3fY3v1ezvCqIyrA=");

    [Theory]
    [InlineData("another")]
    [InlineData("whsec_äöü")]
    [InlineData("whsec_no base64!")]
    public void a_secret_that_is_no_base64_signs_as_the_text_that_it_is(string secret) =>
        Headers(secret)["webhook-signature"].ShouldBe("v1," + Convert.ToBase64String(System.Security.Cryptography.HMACSHA256.HashData(
            Encoding.UTF8.GetBytes(secret), Encoding.UTF8.GetBytes(Id + """.1614265330.{"test": 2432232314}"""))));

    [Fact]
    public void without_a_secret_nothing_is_signed() => Headers().Keys.ShouldBe(["webhook-id", "webhook-timestamp"], ignoreOrder: true);
}
