using System.Text.Json;
using Shouldly;
using Xunit;

namespace IotPlatform.IntegrationTests.Notifications;

public sealed class telling_of_alarms(ClockedPlatform platform) : NotifiedTest(platform)
{
    private const string AllEvents = "\"event_types\":[\"triggered\",\"acknowledged\",\"resolved\"]";

    [Fact]
    public async Task each_step_of_an_alarm_is_told_as_it_was_and_its_timeline_says_so()
    {
        var channel = await WebhookAsync();
        var policy = await PolicyAsync(AllEvents, channel);
        var alarm = await OverheatAsync();
        await Sink.GotAsync("/hook", 1);
        (await Api.PostAsync($"alarms/{alarm}/acknowledge", """{"note":"on my way"}""")).Is(200);
        await Sink.GotAsync("/hook", 2);
        (await Api.PostAsync($"alarms/{alarm}/resolve")).Is(200);
        var got = await Sink.GotAsync("/hook", 3);

        got.Select(receipt => receipt.Type).ShouldBe(["alarm.triggered", "alarm.acknowledged", "alarm.resolved"]);
        got.Select(receipt => receipt.Alarm("status")).ShouldBe(["active", "acknowledged", "resolved"]);
        got.ShouldAllBe(receipt => receipt.Alarm("id") == alarm && receipt.Headers["webhook-id"] == receipt.Id);
        got[0].Body.GetProperty("data").GetProperty("device").GetProperty("device_id").GetString().ShouldBe("pump-1");
        got[0].Body.GetProperty("data").GetProperty("rule").GetProperty("name").GetString().ShouldBe("Rule 1");

        var deliveries = await DeliveriesAsync($"alarm_id={alarm}&status=sent", 3);
        Each(deliveries, "id").ShouldBe(got.Select(receipt => receipt.Id));
        Each(deliveries, "event_type").ShouldBe(["triggered", "acknowledged", "resolved"]);
        deliveries.ShouldAllBe(delivery => delivery.GetProperty("policy_id").GetString() == policy
            && delivery.GetProperty("channel_id").GetString() == channel && delivery.GetProperty("attempts").GetInt32() == 1
            && delivery.GetProperty("response_code").GetInt32() == 200 && delivery.GetProperty("delivered_at").GetString() != null);
        await TimelineIsAsync(
            alarm, "triggered", "notification_sent", "acknowledged", "notification_sent", "resolved", "notification_sent");
        var told = (await Api.GetAsync($"alarms/{alarm}/timeline")).Items("events")[1].GetProperty("details");
        (told.GetProperty("channel_id").GetString(), told.GetProperty("event_type").GetString()).ShouldBe((channel, "triggered"));
    }

    [Fact]
    public async Task what_is_acknowledged_while_it_is_told_is_acknowledged_all_the_same()
    {
        await PolicyAsync(AllEvents, await WebhookAsync("/one"), await WebhookAsync("/two"), await WebhookAsync("/three"));
        var alarm = await OverheatAsync();
        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Api.PostAsync($"alarms/{alarm}/acknowledge")));
        answers.Count(answer => answer.Status == 200).ShouldBe(1);
        foreach (var path in new[] { "/one", "/two", "/three" }) await Sink.GotAsync(path, 2);
        await Poll.UntilAsync(
            async () => (await TimelineAsync(alarm)).Count(entry => entry == "notification_sent") == 6, "all is on the timeline");
    }

    [Fact]
    public async Task several_policies_that_ask_for_the_same_send_one_message_to_a_channel()
    {
        var (one, two) = (await WebhookAsync("/one"), await WebhookAsync("/two"));
        var first = await PolicyAsync("", one);
        await PolicyAsync("", one, two);
        var alarm = await OverheatAsync();
        Each(await DeliveriesAsync($"alarm_id={alarm}&status=sent", 2), "channel_id").Order().ShouldBe(new[] { one, two }.Order());
        Each(await DeliveriesAsync($"channel_id={one}", 1), "policy_id").ShouldBe([first]);
        (Sink.At("/one").Count, Sink.At("/two").Count).ShouldBe((1, 1));
    }

    [Theory]
    [InlineData("\"severity_filter\":[\"critical\"]")]
    [InlineData("\"event_types\":[\"acknowledged\"]")]
    [InlineData("\"is_enabled\":false")]
    public async Task a_policy_that_asks_for_something_else_tells_nothing(string members)
    {
        await PolicyAsync(members, await WebhookAsync("/other"));
        await PolicyAsync("", await WebhookAsync("/this"));
        var alarm = await OverheatAsync();
        Each(await DeliveriesAsync($"alarm_id={alarm}&status=sent", 1), "channel_name").ShouldBe(["Hook /this"]);
        Sink.At("/other").ShouldBeEmpty();
    }

    [Fact]
    public async Task scopes_go_by_what_the_device_belongs_to_when_it_happens()
    {
        var channel = await WebhookAsync();
        await Customer.RegisterAsync("pump-1");
        var (mine, other) = (await Customer.CreateGroupAsync("Mine"), await Customer.CreateGroupAsync("Other"));
        await PolicyAsync($"\"scope_type\":\"group\",\"scope_ids\":[\"{other}\"]", channel);
        var policy = await PolicyAsync($"\"scope_type\":\"group\",\"scope_ids\":[\"{mine}\"]", channel);
        (await Customer.JoinAsync(mine, "pump-1")).Is(200);
        var rule = await Customer.CreateRuleAsync();
        await ReportAsync("pump-1", """{"temperature":31}""");
        var alarm = await Customer.AlarmAsync($"rule_id={rule}");
        Each(await DeliveriesAsync($"alarm_id={alarm}", 1), "policy_id").ShouldBe([policy]);
    }

    [Fact]
    public async Task the_end_of_an_alarm_is_told_although_it_ends_with_its_device()
    {
        await PolicyAsync("", await WebhookAsync());
        await OverheatAsync();
        await Sink.GotAsync("/hook", 1);
        (await Api.DeleteAsync("devices/pump-1")).Is(204);
        var told = (await Sink.GotAsync("/hook", 2))[1];
        (told.Type, told.Alarm("resolution")).ShouldBe(("alarm.resolved", "device_deleted"));
        told.Body.GetProperty("data").GetProperty("device").GetProperty("name").GetString().ShouldBe("Device pump-1");
    }

    [Fact]
    public async Task a_repeat_within_the_cooldown_is_suppressed_and_the_first_end_is_told()
    {
        await PolicyAsync("\"cooldown_seconds\":3600", await WebhookAsync());
        var alarm = await OverheatAsync();
        foreach (var action in new[] { "resolve", "reopen", "resolve" }) (await Api.PostAsync($"alarms/{alarm}/{action}")).Is(200);
        var deliveries = await DeliveriesAsync($"alarm_id={alarm}", 4);
        Each(deliveries, "event_type").ShouldBe(["triggered", "resolved", "triggered", "resolved"]);
        await DeliveriesAsync($"alarm_id={alarm}&status=sent", 2);
        var suppressed = await DeliveriesAsync($"alarm_id={alarm}&status=suppressed", 2);
        Each(suppressed, "error").ShouldAllBe(error => error!.Contains("cooldown_seconds"));

        Platform.Advance(3601);
        (await Api.PostAsync($"alarms/{alarm}/reopen")).Is(200);
        await DeliveriesAsync($"alarm_id={alarm}&status=sent", 3);
    }

    [Fact]
    public async Task a_disabled_channel_is_skipped_and_says_so()
    {
        await PolicyAsync("", await WebhookAsync("/off", "\"is_enabled\":false"), await WebhookAsync("/on"));
        var alarm = await OverheatAsync();
        await Sink.GotAsync("/on", 1);
        Each(await DeliveriesAsync($"alarm_id={alarm}&status=skipped", 1), "error").ShouldBe(["The channel is disabled."]);
        Sink.At("/off").ShouldBeEmpty();
    }

    [Fact]
    public async Task a_rule_tells_every_enabled_webhook_or_its_own_url()
    {
        await WebhookAsync("/one");
        await WebhookAsync("/off", "\"is_enabled\":false");
        var alarm = await OverheatAsync("pump-1", "\"actions\":[\"create_alarm\",\"send_webhook\"]");
        var delivery = (await DeliveriesAsync($"alarm_id={alarm}&status=sent", 1))[0];
        (delivery.GetProperty("policy_id").ValueKind, delivery.GetProperty("channel_name").GetString())
            .ShouldBe((JsonValueKind.Null, "Hook /one"));

        await Customer.RegisterAsync("pump-2");
        var rule = await Customer.CreateRuleAsync(
            "\"actions\":[\"send_webhook\"],\"scope_type\":\"device\",\"scope_device_id\":\"pump-2\"",
            $$"""{"field":"temperature","operator":">","value":30,"webhook_url":"{{Sink.Url("/own")}}"}""");
        await ReportAsync("pump-2", """{"temperature":31}""");
        var told = (await Sink.GotAsync("/own", 1))[0];
        told.Type.ShouldBe("rule.fired");
        told.Body.GetProperty("data").GetProperty("firing").GetProperty("severity").GetString().ShouldBe("warning");
        Each(await DeliveriesAsync($"rule_id={rule}&status=sent", 1), "channel_id").ShouldBe([null]);
        Sink.At("/one").Count.ShouldBe(1);
    }
}
