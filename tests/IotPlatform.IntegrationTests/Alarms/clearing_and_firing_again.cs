using Shouldly;
using Xunit;

namespace IotPlatform.IntegrationTests.Alarms;

public sealed class clearing_and_firing_again(PlatformFixture platform) : PlatformTest(platform)
{
    [Fact]
    public async Task after_the_alarm_was_resolved_a_firing_opens_a_new_one()
    {
        await using var hot = await Customer.OverheatAsync();
        await Api.PostAsync($"alarms/{hot.AlarmId}/resolve");

        await hot.Connection.MeasureAsync(20, 31);

        (await Customer.AlarmAsync()).ShouldNotBe(hot.AlarmId);
        (await Customer.AlarmsAsync()).Count.ShouldBe(2);
    }

    [Fact]
    public async Task reopening_while_another_alarm_of_the_rule_and_device_is_open_is_refused()
    {
        await using var hot = await Customer.OverheatAsync();
        await Api.PostAsync($"alarms/{hot.AlarmId}/resolve");
        await hot.Connection.MeasureAsync(20, 31);
        var second = await Customer.AlarmAsync();

        (await Api.PostAsync($"alarms/{hot.AlarmId}/reopen")).IsProblem(409, "invalid_state");

        (await Customer.AlarmsAsync("status=active")).Single().GetProperty("id").GetString().ShouldBe(second);
        await Api.PostAsync($"alarms/{second}/resolve");
        (await Api.PostAsync($"alarms/{hot.AlarmId}/reopen")).Is(200);
    }

    [Fact]
    public async Task of_two_alarms_that_are_reopened_at_once_one_stays_resolved()
    {
        await using var hot = await Customer.OverheatAsync();
        await Api.PostAsync($"alarms/{hot.AlarmId}/resolve");
        await hot.Connection.MeasureAsync(20, 31);
        var second = await Customer.AlarmAsync();
        await Api.PostAsync($"alarms/{second}/resolve");

        var answers = await Task.WhenAll(new[] { hot.AlarmId, second }.Select(id => Api.PostAsync($"alarms/{id}/reopen")));

        answers.Select(answer => answer.Status).Order().ShouldBe([200, 409]);
        (await Customer.AlarmsAsync("status=active")).Count.ShouldBe(1);
    }

    [Fact]
    public async Task a_reopened_alarm_counts_up_like_any_other()
    {
        await using var hot = await Customer.OverheatAsync();
        await Api.PostAsync($"alarms/{hot.AlarmId}/resolve");
        await Api.PostAsync($"alarms/{hot.AlarmId}/reopen");
        await hot.Connection.MeasureAsync(20, 31);
        await Customer.OccurredAsync(hot.AlarmId, 2);
        (await Customer.AlarmsAsync()).Count.ShouldBe(1);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task with_auto_resolve_the_first_good_sample_resolves_it_acknowledged_or_not(bool isAcknowledged)
    {
        await using var hot = await Customer.OverheatAsync(ruleMembers: "\"auto_resolve\":true");
        if (isAcknowledged) await Api.PostAsync($"alarms/{hot.AlarmId}/acknowledge");

        await hot.Connection.MeasureAsync(30);

        var alarm = await Customer.AlarmIsAsync(hot.AlarmId, alarm => alarm.Member("status") == "resolved", "the alarm is resolved");
        (alarm.Member("resolution"), alarm.Member("resolved_by")).ShouldBe(("auto", "system"));
        (await Api.GetAsync($"alarms/{hot.AlarmId}/timeline")).Each("events", "event_type")[^1].ShouldBe("auto_resolved");
        await hot.Connection.MeasureAsync(31);
        (await Customer.AlarmAsync()).ShouldNotBe(hot.AlarmId);
    }

    [Fact]
    public async Task without_auto_resolve_a_good_sample_leaves_it_open()
    {
        await using var hot = await Customer.OverheatAsync();
        var witness = await Customer.CreateRuleAsync(config: """{"field":"temperature","operator":"==","value":20}""");
        await hot.Connection.MeasureAsync(20);
        await Customer.AlarmAsync($"rule_id={witness}");
        (await Api.GetAsync($"alarms/{hot.AlarmId}")).Member("status").ShouldBe("active");
    }

    [Fact]
    public async Task past_the_clear_value_alone_the_condition_clears()
    {
        var device = await Customer.RegisterAsync();
        var rule = await Customer.CreateRuleAsync(
            "\"auto_resolve\":true", """{"field":"temperature","operator":">","value":30,"clear_value":25}""");
        await using var connection = await Customer.ConnectAsync(device);

        await connection.MeasureAsync(31, 26, 31, 28, 31);
        var alarm = await Customer.AlarmAsync($"rule_id={rule}");
        await connection.MeasureAsync(24);

        var resolved = await Customer.AlarmIsAsync(alarm, answer => answer.Member("status") == "resolved", "the alarm is resolved");
        resolved["occurrence_count"].GetInt32().ShouldBe(1);
    }

    [Fact]
    public async Task within_the_cooldown_no_new_alarm_opens()
    {
        await using var hot = await Customer.OverheatAsync(ruleMembers: "\"cooldown_seconds\":3600");
        var witness = await Customer.CreateRuleAsync(config: """{"field":"temperature","operator":"==","value":99}""");
        await Api.PostAsync($"alarms/{hot.AlarmId}/resolve");
        await hot.Connection.MeasureAsync(20, 31, 20);
        await hot.Connection.MeasureAsync(99);
        await Customer.AlarmAsync($"rule_id={witness}");
        (await Customer.AlarmsAsync($"rule_id={hot.RuleId}")).Count.ShouldBe(1);
    }

    [Fact]
    public async Task a_condition_that_holds_when_the_cooldown_ends_triggers_then()
    {
        await using var hot = await Customer.OverheatAsync(ruleMembers: "\"cooldown_seconds\":2");
        await Api.PostAsync($"alarms/{hot.AlarmId}/resolve");
        await hot.Connection.MeasureAsync(20, 31);
        var second = await Customer.AlarmAsync();
        second.ShouldNotBe(hot.AlarmId);
        (Answer.Time((await Api.GetAsync($"alarms/{second}"))["triggered_at"]) - Answer.Time((await Api.GetAsync($"alarms/{hot.AlarmId}"))["triggered_at"]))
            .ShouldBeGreaterThanOrEqualTo(TimeSpan.FromSeconds(2));
    }
}
