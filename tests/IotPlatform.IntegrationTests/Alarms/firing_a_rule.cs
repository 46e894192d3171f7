using Shouldly;
using Xunit;

namespace IotPlatform.IntegrationTests.Alarms;

public sealed class firing_a_rule(PlatformFixture platform) : PlatformTest(platform)
{
    [Fact]
    public async Task each_new_edge_counts_up_the_open_alarm()
    {
        await using var hot = await Customer.OverheatAsync();
        var first = await Api.GetAsync($"alarms/{hot.AlarmId}");

        await hot.Connection.MeasureAsync(32, 20, 33);

        var alarm = await OccurredAsync(hot.AlarmId, 2);
        (alarm.Member("status"), alarm.Member("triggered_at")).ShouldBe(("active", first.Member("triggered_at")));
        Answer.Time(alarm["last_triggered_at"]).ShouldBeGreaterThan(Answer.Time(alarm["triggered_at"]));
        (await Api.GetAsync($"alarms/{hot.AlarmId}/timeline")).Each("events", "event_type").ShouldBe(["triggered", "retriggered"]);
        (await Customer.AlarmsAsync()).Count.ShouldBe(1);
    }

    [Fact]
    public async Task an_acknowledged_alarm_counts_up_and_stays_acknowledged()
    {
        await using var hot = await Customer.OverheatAsync();
        await Api.PostAsync($"alarms/{hot.AlarmId}/acknowledge");
        await hot.Connection.MeasureAsync(20, 31);
        (await OccurredAsync(hot.AlarmId, 2)).Member("status").ShouldBe("acknowledged");
    }

    [Fact]
    public async Task a_hundred_edges_in_a_rush_are_one_alarm_that_counts_each_of_them()
    {
        await using var hot = await Customer.OverheatAsync();
        var batch = Enumerable.Range(0, 99).SelectMany(i => new[] { 20, 31 }).Select((value, i) => $$"""{"temperature":{{value}}}""");
        await hot.Connection.PublishAsync($"[{string.Join(',', batch)}]");
        await OccurredAsync(hot.AlarmId, 100);
        (await Customer.AlarmsAsync()).Count.ShouldBe(1);
    }

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
        await OccurredAsync(hot.AlarmId, 2);
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
    public async Task a_duration_fires_by_timer_without_a_further_sample()
    {
        var device = await Customer.RegisterAsync();
        await Customer.CreateRuleAsync(config: """{"field":"temperature","operator":">","value":30,"duration":1}""");
        await using var connection = await Customer.ConnectAsync(device);
        await connection.MeasureAsync(31);
        var sent = Answer.Time((await Api.GetAsync("devices/pump-1/telemetry/latest"))["values"].GetProperty("temperature").GetProperty("timestamp"));

        var alarm = await Api.GetAsync($"alarms/{await Customer.AlarmAsync()}");

        (Answer.Time(alarm["triggered_at"]) - sent).ShouldBe(TimeSpan.FromSeconds(1), "in the time of the events");
        (Answer.Time(alarm["created_at"]) - sent).ShouldBeGreaterThanOrEqualTo(TimeSpan.FromSeconds(1));
    }

    [Fact]
    public async Task one_good_sample_resets_the_duration()
    {
        var device = await Customer.RegisterAsync();
        var rule = await Customer.CreateRuleAsync(config: """{"field":"temperature","operator":">","value":30,"duration":1}""");
        var witness = await Customer.CreateRuleAsync(config: """{"field":"humidity","operator":">","value":30,"duration":2}""");
        await using var connection = await Customer.ConnectAsync(device);
        await connection.PublishAsync("""{"humidity":31,"temperature":31}""");
        await connection.MeasureAsync(20);
        await Customer.AlarmAsync($"rule_id={witness}");
        (await Customer.AlarmsAsync($"rule_id={rule}")).ShouldBeEmpty();
    }

    [Fact]
    public async Task so_many_in_a_row_it_takes_and_no_fewer()
    {
        var device = await Customer.RegisterAsync();
        await Customer.CreateRuleAsync(config: """{"field":"temperature","operator":">","value":30,"consecutive":3}""");
        await using var connection = await Customer.ConnectAsync(device);
        await connection.MeasureAsync(31, 32, 20, 33, 34, 35);
        var alarm = await Api.GetAsync($"alarms/{await Customer.AlarmAsync()}");
        alarm["occurrence_count"].GetInt32().ShouldBe(1);
        alarm["details"].GetRawText().ShouldContain("35");
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

    [Fact]
    public async Task without_create_alarm_none_opens()
    {
        var device = await Customer.RegisterAsync();
        var silent = await Customer.CreateRuleAsync("\"actions\":[\"mark_unhealthy\"]");
        var witness = await Customer.CreateRuleAsync();
        await using var connection = await Customer.ConnectAsync(device);
        await connection.MeasureAsync(31);
        await Customer.AlarmAsync($"rule_id={witness}");
        (await Customer.AlarmsAsync($"rule_id={silent}")).ShouldBeEmpty();
    }

    [Fact]
    public async Task a_rule_over_the_fleet_has_an_alarm_for_each_device_and_one_over_a_device_for_it_alone()
    {
        var first = await Customer.RegisterAsync("pump-1");
        var second = await Customer.RegisterAsync("pump-2");
        var fleet = await Customer.CreateRuleAsync();
        var own = await Customer.CreateRuleAsync("\"scope_type\":\"device\",\"scope_device_id\":\"pump-1\"");
        await using var one = await Customer.ConnectAsync(first);
        await using var two = await Customer.ConnectAsync(second);
        await one.MeasureAsync(31);
        await two.MeasureAsync(31);

        await Poll.UntilAsync(async () => (await Customer.AlarmsAsync()).Count == 3, "three alarms");
        (await Customer.AlarmsAsync($"rule_id={fleet}")).Select(alarm => alarm.GetProperty("device_id").GetString()).ShouldBe(["pump-1", "pump-2"], ignoreOrder: true);
        (await Customer.AlarmsAsync($"rule_id={own}")).Single().GetProperty("device_id").GetString().ShouldBe("pump-1");
    }

    [Theory]
    [InlineData("==", "\"open\"", "\"shut\"", "\"open\"")]
    [InlineData("!=", "\"shut\"", "\"shut\"", "\"open\"")]
    [InlineData("==", "true", "false", "true")]
    [InlineData("<=", "5", "5.01", "5")]
    public async Task scalars_of_any_kind_are_compared(string comparison, string value, string good, string bad)
    {
        var device = await Customer.RegisterAsync();
        await Customer.CreateRuleAsync(config: $$"""{"field":"door.state","operator":"{{comparison}}","value":{{value}}}""");
        await using var connection = await Customer.ConnectAsync(device);
        await connection.PublishAsync($$$"""{"door":{"state":{{{good}}}}}""");
        await connection.PublishAsync($$$"""{"door":{"state":{{{bad}}}}}""");
        var alarm = await Api.GetAsync($"alarms/{await Customer.AlarmAsync()}");
        alarm["occurrence_count"].GetInt32().ShouldBe(1);
    }

    [Fact]
    public async Task samples_older_than_the_last_evaluated_one_are_stored_and_not_evaluated()
    {
        var device = await Customer.RegisterAsync();
        var rule = await Customer.CreateRuleAsync();
        var witness = await Customer.CreateRuleAsync(config: """{"field":"temperature","operator":"==","value":21}""");
        await using var connection = await Customer.ConnectAsync(device);
        await connection.MeasureAsync(20);
        var past = DateTimeOffset.UtcNow.AddMinutes(-5).ToUnixTimeMilliseconds();
        await connection.PublishAsync($$"""{"values":{"temperature":31},"ts":{{past}}}""");
        await connection.MeasureAsync(21);
        await Customer.AlarmAsync($"rule_id={witness}");
        (await Customer.AlarmsAsync($"rule_id={rule}")).ShouldBeEmpty();
        (await Api.GetAsync("devices/pump-1/telemetry"))["count"].GetInt32().ShouldBe(3);
    }

    private Task<Answer> OccurredAsync(string alarmId, int times) =>
        Customer.AlarmIsAsync(alarmId, alarm => alarm["occurrence_count"].GetInt32() == times, $"the alarm has occurred {times} times");
}
