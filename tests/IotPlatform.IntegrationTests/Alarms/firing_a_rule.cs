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

        var alarm = await Customer.OccurredAsync(hot.AlarmId, 2);
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
        (await Customer.OccurredAsync(hot.AlarmId, 2)).Member("status").ShouldBe("acknowledged");
    }

    [Fact]
    public async Task a_hundred_edges_in_a_rush_are_one_alarm_that_counts_each_of_them()
    {
        await using var hot = await Customer.OverheatAsync();
        var batch = Enumerable.Range(0, 99).SelectMany(i => new[] { 20, 31 }).Select((value, i) => $$"""{"temperature":{{value}}}""");
        await hot.Connection.PublishAsync($"[{string.Join(',', batch)}]");
        await Customer.OccurredAsync(hot.AlarmId, 100);
        (await Customer.AlarmsAsync()).Count.ShouldBe(1);
    }

    [Fact]
    public async Task a_duration_fires_by_timer_without_a_further_sample()
    {
        var device = await Customer.RegisterAsync();
        await Customer.CreateRuleAsync(config: """{"field":"temperature","operator":">","value":30,"duration":1}""");
        await using var connection = await Customer.ConnectAsync(device);
        await connection.MeasureAsync(31);
        var sent = Answer.Time(
            (await Api.GetAsync("devices/pump-1/telemetry/latest"))["values"].GetProperty("temperature").GetProperty("timestamp"));

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
        (await Customer.AlarmsAsync($"rule_id={fleet}")).Select(alarm => alarm.GetProperty("device_id").GetString())
            .ShouldBe(["pump-1", "pump-2"], ignoreOrder: true);
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
}
