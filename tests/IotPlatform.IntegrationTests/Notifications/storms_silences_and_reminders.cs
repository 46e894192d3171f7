using Shouldly;
using Xunit;

namespace IotPlatform.IntegrationTests.Notifications;

public sealed class storms_silences_and_reminders(ClockedPlatform platform) : NotifiedTest(platform)
{
    [Fact]
    public async Task a_storm_is_one_message_and_every_timeline_is_complete()
    {
        const int devices = 250;
        await PolicyAsync("\"group_by\":\"rule\",\"group_wait_seconds\":30,\"group_interval_seconds\":300", await WebhookAsync());
        var rule = await Customer.CreateRuleAsync();
        var ids = await Customer.RegisterManyAsync(devices);
        await Task.WhenAll(ids.Chunk(10).Select(async some =>
        {
            foreach (var id in some) await ReportAsync(id, """{"temperature":31}""");
        }));
        await Poll.UntilAsync(async () => (await Api.GetAsync($"alarms?rule_id={rule}")).Total == devices, "all alarms are open", 60);
        Sink.Receipts.ShouldBeEmpty();
        Platform.Advance(40);

        var told = (await Sink.GotAsync("/hook", 1))[0];
        var group = told.Body.GetProperty("data").GetProperty("group");
        (group.GetProperty("by").GetString(), group.GetProperty("key").GetString(), group.GetProperty("count").GetInt32())
            .ShouldBe(("rule", rule, devices));
        group.GetProperty("alarms").GetArrayLength().ShouldBe(50);
        var delivery = (await DeliveriesAsync("status=sent", 1))[0];
        (delivery.GetProperty("id").GetString(), delivery.GetProperty("alarm_count").GetInt32()).ShouldBe((told.Id, devices));

        var alarms = await Customer.AlarmsAsync($"rule_id={rule}&page_size=100&page=3");
        foreach (var alarm in alarms)
        {
            var id = alarm.GetProperty("id").GetString()!;
            await TimelineIsAsync(id, "triggered", "notification_sent");
            (await DeliveriesAsync($"alarm_id={id}", 1))[0].GetProperty("id").GetString().ShouldBe(told.Id);
        }
    }

    [Fact]
    public async Task what_comes_after_a_groups_message_waits_for_the_interval()
    {
        await PolicyAsync("\"group_by\":\"profile\",\"group_wait_seconds\":10,\"group_interval_seconds\":600", await WebhookAsync());
        await OverheatAsync();
        Platform.Advance(15);
        await Sink.GotAsync("/hook", 1);
        await OverheatAsync("pump-2");
        await OverheatAsync("pump-3");
        Platform.Advance(300);
        await Platform.Get<IotPlatform.Notifications.GroupMessages>().MakeAsync(default);
        (await Api.GetAsync("notifications/deliveries")).Total.ShouldBe(1);
        Platform.Advance(300);
        (await Sink.GotAsync("/hook", 2))[1].Body.GetProperty("data").GetProperty("group").GetProperty("count").GetInt32().ShouldBe(2);
    }

    [Fact]
    public async Task who_asked_for_silence_is_told_nothing_and_the_record_says_why()
    {
        await PolicyAsync("", await WebhookAsync());
        var ends = Platform.Now.ToDateTimeOffset().AddHours(1).ToString("O");
        var silence = (await Api.PostAsync(
            "notifications/silences", $$"""{"matchers":{"device_ids":["pump-1"]},"ends_at":"{{ends}}","comment":"New pump"}""")).Is(201).Id;
        var silent = await OverheatAsync();
        var loud = await OverheatAsync("pump-2");
        await DeliveriesAsync($"alarm_id={loud}&status=sent", 1);
        Each(await DeliveriesAsync($"alarm_id={silent}&status=silenced", 1), "error").ShouldBe([$"Silence {silence} was in force."]);
        Sink.Receipts.Count.ShouldBe(1);

        (await Api.DeleteAsync($"notifications/silences/{silence}")).Is(204);
        (await Api.PostAsync($"alarms/{silent}/resolve")).Is(200);
        (await Sink.GotAsync("/hook", 2))[1].Type.ShouldBe("alarm.resolved");
    }

    [Fact]
    public async Task an_alarm_is_told_again_and_moves_on_until_somebody_takes_notice()
    {
        var (day, night) = (await WebhookAsync("/day"), await WebhookAsync("/night"));
        await PolicyAsync(
            $"\"event_types\":[\"triggered\",\"acknowledged\"],\"repeat_interval_seconds\":300,\"escalate_after_seconds\":900,\"escalation_channel_ids\":[\"{night}\"]", day);
        var alarm = await OverheatAsync();
        await Sink.GotAsync("/day", 1);
        Platform.Advance(301);
        (await Sink.GotAsync("/day", 2))[1].Type.ShouldBe("alarm.reminder");
        Platform.Advance(301);
        await Sink.GotAsync("/day", 3);
        Platform.Advance(301);
        (await Sink.GotAsync("/night", 1))[0].Type.ShouldBe("alarm.escalated");
        Platform.Advance(301);
        (await Sink.GotAsync("/night", 2))[1].Type.ShouldBe("alarm.reminder");

        (await Api.PostAsync($"alarms/{alarm}/acknowledge")).Is(200);
        (await Sink.GotAsync("/night", 3))[2].Type.ShouldBe("alarm.acknowledged");
        (await Sink.GotAsync("/day", 4))[3].Type.ShouldBe("alarm.acknowledged");
        Platform.Advance(3600);
        await OverheatAsync("pump-2");
        await Sink.GotAsync("/day", 5);
        Sink.At("/night").Count.ShouldBe(3);
        Sink.Receipts.Select(receipt => receipt.Id).Distinct().Count().ShouldBe(Sink.Receipts.Count);
    }
}
