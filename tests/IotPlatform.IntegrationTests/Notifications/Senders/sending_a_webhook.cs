using System.Text.Json;
using IotPlatform.Notifications;
using Shouldly;
using Xunit;

namespace IotPlatform.IntegrationTests.Notifications.Senders;

public sealed class sending_a_webhook
{
    private const string Secret =
        "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", Former = "whsec_AAECAwQFBgcICQoLDA0ODxAREhMUFRYX", Word = "open sesame";

    private static async Task<SunkRequest> ReceiveAsync(IReadOnlyList<string> secrets, params (string Name, string Value)[] headers)
    {
        await using var sink = await HttpSink.StartAsync(204);
        await using var platform = new SendingPlatform();
        var config = new WebhookConfig(new(sink.Url()), secrets, headers.ToDictionary(header => header.Name, header => header.Value));
        (await platform.SendAsync(config)).ShouldBe(SendOutcome.Sent(204));
        return sink.Only;
    }

    [Theory]
    [InlineData(Secret, "")]
    [InlineData(Former, "")]
    [InlineData(Word, "raw")]
    public async Task the_specifications_own_library_takes_it_for_genuine_by_each_secret(string secret, string format)
    {
        var request = await ReceiveAsync([Secret, Former, Word]);
        string[] arguments = format.Length > 0 ? [secret, format] : [secret];
        (await NodeProgram.RunAsync("verify.mjs", arguments, JsonSerializer.Serialize(new { headers = request.Headers, body = request.Body })))
            .ShouldBe("alarm.test");
    }

    [Fact]
    public async Task it_is_posted_as_json_with_the_customers_headers()
    {
        var request = await ReceiveAsync([], ("Authorization", "Bearer token"), ("X-Site", "north"));
        request.Method.ShouldBe("POST");
        request.Path.ShouldBe("/hook");
        request.Headers["content-type"].ShouldBe("application/json");
        request.Headers["user-agent"].ShouldMatch(@"^IotPlatform/\d+\.\d+\.\d+$");
        request.Headers["authorization"].ShouldBe("Bearer token");
        request.Headers["x-site"].ShouldBe("north");
        request.Headers.Keys.ShouldNotContain("webhook-signature");
    }

    [Fact]
    public async Task a_header_of_the_customers_does_not_take_the_place_of_ours()
    {
        var request = await ReceiveAsync(
            [Secret], ("Content-Type", "text/plain"), ("Content-Length", "1"), ("X-Site", "north\r\nX-More: 1"));
        request.Headers["content-type"].ShouldBe("application/json");
        request.Headers.Keys.ShouldNotContain("x-more");
        JsonElement.Parse(request.Body).GetProperty("type").GetString().ShouldBe("alarm.test");
    }

    [Theory]
    [InlineData(410, SendResult.Gone)]
    [InlineData(404, SendResult.Failed)]
    [InlineData(500, SendResult.Retry)]
    public async Task what_the_receiver_answers_is_the_outcome(int status, SendResult result)
    {
        await using var sink = await HttpSink.StartAsync(status);
        await using var platform = new SendingPlatform();
        var outcome = await platform.PostAsync(sink.Url());
        (outcome.Result, outcome.ResponseCode).ShouldBe((result, status));
    }

    [Fact]
    public async Task a_defect_of_a_sender_is_an_outcome_too()
    {
        await using var platform = new SendingPlatform();
        (await platform.SendAsync(new SlackConfig(new("/relative", UriKind.Relative), null))).ShouldBe(
            new(SendResult.Retry, null, "The platform failed at this message. Its operator finds the reason in the log."));
    }
}
