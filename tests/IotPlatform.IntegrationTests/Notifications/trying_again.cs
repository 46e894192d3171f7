using System.Text.Json;
using Shouldly;
using Xunit;

namespace IotPlatform.IntegrationTests.Notifications;

public sealed class trying_again(ClockedPlatform platform) : NotifiedTest(platform)
{
    private static readonly int[] Pauses = [10, 50, 240, 1500];

    [Fact]
    public async Task a_receiver_that_fails_is_tried_five_times_in_half_an_hour_and_then_given_up()
    {
        Sink.Answer("/hook", 503);
        await PolicyAsync("", await WebhookAsync());
        var alarm = await OverheatAsync();
        for (var attempt = 1; attempt <= Pauses.Length; attempt++)
        {
            await Sink.GotAsync("/hook", attempt);
            var delivery = await WaitingAsync(alarm, attempt);
            delivery.GetProperty("response_code").GetInt32().ShouldBe(503);
            var pause = Answer.Time(delivery.GetProperty("next_attempt_at")) - Platform.Now.ToDateTimeOffset();
            pause.TotalSeconds.ShouldBeInRange(Pauses[attempt - 1] * 0.5, (Pauses[attempt - 1] * 1.1) + 1);
            Platform.Advance(pause.TotalSeconds);
        }
        var failed = (await DeliveriesAsync($"alarm_id={alarm}&status=failed", 1))[0];
        (failed.GetProperty("attempts").GetInt32(), failed.GetProperty("next_attempt_at").ValueKind).ShouldBe((5, JsonValueKind.Null));
        Sink.At("/hook").Select(receipt => receipt.Id).Distinct().ShouldBe([failed.GetProperty("id").GetString()!]);
        Sink.At("/hook").Select(receipt => receipt.Text).Distinct().Count().ShouldBe(1, "each attempt says the same");
        await TimelineIsAsync(alarm, "triggered", "notification_failed");

        Sink.Answer("/hook", 200);
        (await Api.PostAsync($"notifications/deliveries/{failed.GetProperty("id").GetString()}/retry")).Is(200).Member("status")
            .ShouldBe("pending");
        await DeliveriesAsync($"alarm_id={alarm}&status=sent", 1);
        await TimelineIsAsync(alarm, "triggered", "notification_failed", "notification_sent");
        (await Api.PostAsync($"notifications/deliveries/{failed.GetProperty("id").GetString()}/retry")).IsProblem(409, "invalid_state");
    }

    [Fact]
    public async Task what_a_receiver_asks_for_is_heeded()
    {
        Sink.Answer("/hook", 429, ("Retry-After", "600"));
        await PolicyAsync("", await WebhookAsync());
        var waiting = await WaitingAsync(await OverheatAsync(), 1);
        (Answer.Time(waiting.GetProperty("next_attempt_at")) - Platform.Now.ToDateTimeOffset()).TotalSeconds.ShouldBeInRange(590, 601);
    }

    [Fact]
    public async Task a_receiver_that_refuses_is_not_tried_again()
    {
        Sink.Answer("/hook", 400);
        await PolicyAsync("", await WebhookAsync());
        var alarm = await OverheatAsync();
        (await DeliveriesAsync($"alarm_id={alarm}&status=failed", 1))[0].GetProperty("attempts").GetInt32().ShouldBe(1);
    }

    [Fact]
    public async Task a_receiver_that_is_gone_disables_its_channel()
    {
        Sink.Answer("/hook", 410);
        var channel = await WebhookAsync();
        await PolicyAsync("", channel);
        await DeliveriesAsync($"alarm_id={await OverheatAsync()}&status=failed", 1);
        (await Api.GetAsync($"notifications/channels/{channel}"))["is_enabled"].GetBoolean().ShouldBeFalse();
        await DeliveriesAsync($"alarm_id={await OverheatAsync("pump-2")}&status=skipped", 1);
        var history = (await Api.GetAsync($"notifications/channels/{channel}/history")).Items("events")[^1];
        history.GetProperty("actor").GetString().ShouldBe("system");
        history.GetProperty("data").GetProperty("reason").GetString()!.ShouldContain("410");
    }

    [Fact]
    public async Task what_waits_to_be_tried_again_outlives_the_platform()
    {
        Sink.Answer("/hook", 500);
        await PolicyAsync("", await WebhookAsync());
        var alarm = await OverheatAsync();
        await WaitingAsync(alarm, 1);
        Sink.Answer("/hook", 200);
        await RestartAfterAsync(60);
        var sent = (await DeliveriesAsync($"alarm_id={alarm}&status=sent", 1))[0];
        sent.GetProperty("attempts").GetInt32().ShouldBe(2);
        Sink.At("/hook").Select(receipt => receipt.Id).Distinct().Count().ShouldBe(1);
    }

    [Fact]
    public async Task a_channel_that_was_disabled_or_deleted_meanwhile_gets_nothing_more()
    {
        Sink.Answer("/hook", 500);
        var channel = await WebhookAsync();
        var policy = await PolicyAsync("", channel);
        var (first, second) = (await OverheatAsync(), await OverheatAsync("pump-2"));
        await WaitingAsync(first, 1);
        await WaitingAsync(second, 1);
        (await Api.PutAsync($"notifications/channels/{channel}", """{"is_enabled":false}""")).Is(200);
        Platform.Advance(12);
        await DeliveriesAsync($"alarm_id={first}&status=skipped", 1);
        (await Api.DeleteAsync($"notifications/policies/{policy}")).Is(204);
        (await Api.DeleteAsync($"notifications/channels/{channel}")).Is(204);
        Each(await DeliveriesAsync($"alarm_id={second}", 1), "channel_name").ShouldBe(["Hook /hook"]);
    }

    [Fact]
    public async Task a_receiver_that_never_answers_delays_nobody_else()
    {
        Sink.Hang("/tarpit");
        await PolicyAsync("", await WebhookAsync("/tarpit"), await WebhookAsync("/quick"));
        for (var device = 0; device < 20; device++) await OverheatAsync($"pump-{device}");
        await Sink.GotAsync("/quick", 20);
        Sink.At("/tarpit").Count.ShouldBeLessThanOrEqualTo(IotPlatform.Notifications.Lanes.MaxOfLane);
        await DeliveriesAsync("status=sent", 20);
    }

    private async Task<JsonElement> WaitingAsync(string alarm, int attempts) => (await Poll.ForAsync(
        async () => (await Api.GetAsync($"notifications/deliveries?alarm_id={alarm}&status=retrying")).Items("deliveries") is [var waiting]
            && waiting.GetProperty("attempts").GetInt32() == attempts ? (object)waiting : null, $"attempt {attempts} has failed")) is JsonElement found ? found : default;
}
