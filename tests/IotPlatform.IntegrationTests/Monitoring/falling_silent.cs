using Shouldly;
using Xunit;

namespace IotPlatform.IntegrationTests.Monitoring;

public sealed class falling_silent(ClockedPlatform platform) : ClockedTest(platform)
{
    private Task<string> RuleAsync(string config = """{"timeout_seconds":10}""", string members = "\"auto_resolve\":true") =>
        Customer.CreateRuleAsync("missing_data", config, members);

    [Fact]
    public async Task a_device_that_reports_no_more_has_an_alarm_until_it_does()
    {
        var device = await Customer.RegisterAsync();
        await RuleAsync();
        await using var connection = await Customer.ConnectAsync(device);
        await connection.MeasureAsync(20);

        Platform.Advance(10);
        var alarm = await Api.GetAsync($"alarms/{await Customer.AlarmAsync()}");
        alarm.Member("message").ShouldBe("no telemetry for 10 s");
        alarm.Member("rule_type").ShouldBe("missing_data");
        alarm["details"].GetProperty("evidence").GetProperty("timeout_seconds").GetDouble().ShouldBe(10);

        await connection.MeasureAsync(21);
        (await Customer.AlarmIsAsync(alarm.Id, now => now.Member("status") == "resolved", "resolved")).Member("resolution")
            .ShouldBe("auto");
    }

    [Fact]
    public async Task a_device_that_never_reported_has_one_too()
    {
        await Customer.RegisterAsync();
        await RuleAsync();
        await Customer.RegisterAsync("pump-2");
        Platform.Advance(11);
        await Poll.UntilAsync(async () => (await Customer.AlarmsAsync()).Count == 2, "an alarm for each");
    }

    [Fact]
    public async Task a_device_that_reports_in_time_has_none()
    {
        await Customer.RegisterAsync();
        await Customer.RegisterAsync("dead");
        await RuleAsync("""{"timeout_seconds":10,"field":"temperature"}""");
        for (var i = 0; i < 4; i++)
        {
            Platform.Advance(6);
            await ReportAsync("pump-1");
            await ReportAsync("dead", """{"humidity":1}""");
        }
        await Customer.AlarmAsync();
        (await Customer.AlarmsAsync()).Single().GetProperty("device_id").GetString().ShouldBe("dead");
    }

    [Fact]
    public async Task enabling_starts_the_silence_anew_and_disabling_ends_it()
    {
        await Customer.RegisterAsync();
        var rule = await RuleAsync();
        await Api.PostAsync($"rules/{rule}/disable");
        Platform.Advance(60);
        await Api.PostAsync($"rules/{rule}/enable");
        var witness = await RuleAsync();
        Platform.Advance(9);
        (await Customer.AlarmsAsync()).ShouldBeEmpty();
        Platform.Advance(1);
        await Customer.AlarmAsync($"rule_id={witness}");
        await Customer.AlarmAsync($"rule_id={rule}");
    }

    [Fact]
    public async Task joining_and_leaving_a_group_counts_at_once()
    {
        await Customer.RegisterAsync();
        await Customer.RegisterAsync("pump-2");
        var group = await Customer.CreateGroupAsync("Pumps", "pump-1");
        await RuleAsync(members: $"\"scope_type\":\"group\",\"scope_group_id\":\"{group}\"");
        await Customer.JoinAsync(group, "pump-2");
        (await Api.DeleteAsync($"groups/{group}/devices/pump-1")).Is(204);
        Platform.Advance(11);
        await Customer.AlarmAsync();
        (await Customer.AlarmsAsync()).Single().GetProperty("device_id").GetString().ShouldBe("pump-2");
    }

    [Fact]
    public async Task a_device_that_is_switched_off_is_not_missed_and_one_that_is_switched_on_is()
    {
        await Customer.RegisterAsync();
        await RuleAsync();
        await Api.PatchAsync("devices/pump-1", """{"is_active":false}""");
        Platform.Advance(30);
        await Customer.RegisterAsync("witness");
        Platform.Advance(11);
        await Customer.AlarmAsync("device_id=witness");
        (await Customer.AlarmsAsync("device_id=pump-1")).ShouldBeEmpty();

        await Api.PatchAsync("devices/pump-1", """{"is_active":true}""");
        Platform.Advance(9);
        (await Customer.AlarmsAsync("device_id=pump-1")).ShouldBeEmpty();
        Platform.Advance(1);
        await Customer.AlarmAsync("device_id=pump-1");
    }

    [Fact]
    public async Task without_a_timeout_three_of_the_profiles_intervals_count_whatever_they_become()
    {
        await Customer.RegisterAsync();
        var profile = (await Api.PostAsync("profiles", """{"name":"Pump","reporting_interval_seconds":100}""")).Is(201).Id;
        (await Api.PostAsync($"profiles/{profile}/apply/pump-1")).Is(200);
        await RuleAsync("{}", $"\"scope_type\":\"profile\",\"scope_profile_id\":\"{profile}\"");
        Platform.Advance(30);
        (await Customer.AlarmsAsync()).ShouldBeEmpty();
        (await Api.PutAsync($"profiles/{profile}", """{"reporting_interval_seconds":10}""")).Is(200);
        (await Api.GetAsync($"alarms/{await Customer.AlarmAsync()}")).Member("message").ShouldBe("no telemetry for 30 s");
    }

    [Theory]
    [InlineData("\"scope_type\":\"fleet\"")]
    [InlineData("\"scope_type\":\"device\",\"scope_device_id\":\"pump-1\"")]
    public async Task without_a_timeout_and_without_an_interval_no_rule_is_made(string scope)
    {
        await Customer.RegisterAsync();
        var answer = await Api.PostAsync("rules", $$"""{"name":"Silent","rule_type":"missing_data","config":{},{{scope}}}""");
        answer.Is(422);
        answer["errors"][0].GetProperty("field").GetString().ShouldBe("config.timeout_seconds");
    }

    [Fact]
    public async Task a_restart_of_ten_minutes_is_held_against_no_device_that_comes_back_within_its_interval()
    {
        string[] live = [.. await Customer.RegisterManyAsync(1_000)];
        await RuleAsync("""{"timeout_seconds":500}""");
        foreach (var device in live) await ReportAsync(device);

        await RestartAfterAsync(600);

        Platform.Advance(300);
        foreach (var device in live.Skip(10)) await ReportAsync(device);
        Platform.Advance(200);
        await Poll.UntilAsync(
            async () => (await Api.GetAsync("alarms?page_size=1"))["total"].GetInt32() == 10, "the dead ones have an alarm", 60);
        await ReportAsync(live[^1]);
        var alarms = await Customer.AlarmsAsync("page_size=100");
        alarms.Select(alarm => alarm.GetProperty("device_id").GetString()).ShouldBe(live.Take(10), ignoreOrder: true);
    }
}
