using System.Text.Json;
using IotPlatform.Notifications;
using Microsoft.AspNetCore.Http.Features;
using Shouldly;
using Xunit;

namespace IotPlatform.IntegrationTests.Notifications.Senders;

public sealed class sending_to_chats_and_phones
{
    private const string One = "+4791234567", Other = "+4799999999";

    private static Task<HttpSink> GatewayAsync(string? refused = null, int status = 200) => HttpSink.StartAsync(context =>
    {
        var isRefused = refused is not null
            && context.Features.GetRequiredFeature<SunkRequest>().Body.Contains(refused, StringComparison.Ordinal);
        context.Response.StatusCode = isRefused ? status : 200;
        return Task.CompletedTask;
    });

    [Fact]
    public async Task slack_gets_its_own_form()
    {
        await using var sink = await HttpSink.StartAsync();
        await using var platform = new SendingPlatform();
        (await platform.SendAsync(new SlackConfig(new(sink.Url()), "#alarms"))).ShouldBe(SendOutcome.Sent(200));
        var message = JsonElement.Parse(sink.Only.Body);
        message.GetProperty("channel").GetString().ShouldBe("#alarms");
        message.GetProperty("text").GetString().ShouldBe("[TEST] Freezer 7 (sample): Too warm (sample)");
    }

    [Fact]
    public async Task teams_gets_a_card()
    {
        await using var sink = await HttpSink.StartAsync(202);
        await using var platform = new SendingPlatform();
        (await platform.SendAsync(new TeamsConfig(new(sink.Url())))).ShouldBe(SendOutcome.Sent(202));
        JsonElement.Parse(sink.Only.Body).GetProperty("attachments")[0].GetProperty("content").GetProperty("type").GetString()
            .ShouldBe("AdaptiveCard");
    }

    [Fact]
    public async Task the_gateway_gets_a_request_for_each_phone_wherever_the_operator_keeps_it()
    {
        await using var gateway = await GatewayAsync();
        await using var platform = new SendingPlatform(allowPrivateNetworks: false, sms: new(new(gateway.Url()), "key-1", "IoT"));
        (await platform.SendAsync(new SmsConfig([One, Other]))).ShouldBe(SendOutcome.Sent(200));
        gateway.Requests.ShouldAllBe(request => request.Headers["authorization"] == "Bearer key-1");
        var messages = gateway.Requests.Select(request => JsonElement.Parse(request.Body)).ToList();
        messages.Select(message => message.GetProperty("to").GetString()).ShouldBe([One, Other], ignoreOrder: true);
        messages[0].GetProperty("from").GetString().ShouldBe("IoT");
        messages[0].GetProperty("text").GetString()!
            .ShouldStartWith("[TEST] Freezer 7 (sample): Too warm (sample). temperature -11.5 °C > -18 °C.");
    }

    [Fact]
    public async Task one_phone_that_was_reached_is_not_told_again_and_the_other_is_named()
    {
        await using var gateway = await GatewayAsync(Other, 503);
        await using var platform = new SendingPlatform(sms: new(new(gateway.Url()), null, null));
        (await platform.SendAsync(new SmsConfig([One, Other]))).ShouldBe(
            new(SendResult.Sent, 200, $"1 of 2 were not reached. {Other}: The receiver answered 503."));
        gateway.Requests.ShouldAllBe(request => !request.Headers.ContainsKey("authorization"));
    }

    [Theory]
    [InlineData(503, SendResult.Retry)]
    [InlineData(400, SendResult.Failed)]
    [InlineData(410, SendResult.Failed)]
    [InlineData(302, SendResult.Failed)]
    public async Task where_no_phone_was_reached_the_gateways_answer_counts_and_never_ends_the_channel(int status, SendResult result)
    {
        await using var gateway = await GatewayAsync("+47", status);
        await using var platform = new SendingPlatform(sms: new(new(gateway.Url()), null, null));
        (await platform.SendAsync(new SmsConfig([One, Other]))).Result.ShouldBe(result);
    }

    [Fact]
    public async Task without_a_gateway_the_operator_is_told_what_to_set()
    {
        await using var platform = new SendingPlatform();
        (await platform.SendAsync(new SmsConfig([One])))
            .ShouldBe(new(SendResult.Failed, null, "No SMS gateway is configured. Set Sms__GatewayUrl."));
    }
}
