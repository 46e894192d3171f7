using System.Text.Json;
using IotPlatform.Backtests;
using IotPlatform.Platform;
using NodaTime;
using Shouldly;
using Xunit;

namespace IotPlatform.IntegrationTests.Backtests;

public sealed class backtesting_a_rule(PlatformFixture platform) : PlatformTest(platform)
{
    private const string Draft = """{"rule_type":"threshold","config":{"field":"temperature","operator":">","value":30},"auto_resolve":true}""";

    private readonly Instant _begin = SystemClock.Instance.GetCurrentInstant();

    private Task<Answer> TryAsync(string rule = Draft, string members = "") =>
        Api.PostAsync("rules/backtest", $$"""{"rule":{{rule}},"from":"{{Json.Format(_begin - Duration.FromHours(1))}}"{{members}}}""");

    private async Task SendAsync(string device, params double[] temperatures)
    {
        foreach (var value in temperatures)
            (await Api.PostAsync($"devices/{device}/telemetry", JsonSerializer.Serialize(new { temperature = value }))).Is(200);
    }

    [Fact]
    public async Task it_tells_the_alarms_that_the_rule_would_have_raised_and_raises_none()
    {
        await Customer.RegisterAsync("pump-1");
        await Customer.RegisterAsync("pump-2");
        await SendAsync("pump-2", 20, 31, 20, 33);
        await SendAsync("pump-1", 32);

        var backtest = (await TryAsync()).Is(200);

        backtest["samples"].GetInt64().ShouldBe(5);
        backtest["truncated"].GetBoolean().ShouldBeFalse();
        backtest.Items("alarms").Select(alarm => (
            alarm.GetProperty("device_id").GetString(), alarm.GetProperty("message").GetString(), alarm.GetProperty("resolved_at").ValueKind)).ShouldBe(
            [
                ("pump-2", "temperature 31 > 30", JsonValueKind.String),
                ("pump-2", "temperature 33 > 30", JsonValueKind.Null),
                ("pump-1", "temperature 32 > 30", JsonValueKind.Null),
            ]);
        (await Customer.AlarmsAsync()).ShouldBeEmpty();
        (await Api.GetAsync("rules")).Total.ShouldBe(0);
    }

    [Fact]
    public async Task devices_that_are_named_are_tried_whatever_the_scope()
    {
        await Customer.RegisterAsync("pump-1");
        await Customer.RegisterAsync("pump-2");
        await SendAsync("pump-1", 31);
        await SendAsync("pump-2", 31);
        var rule = Draft.Replace("\"config\"", "\"scope_type\":\"device\",\"scope_device_id\":\"pump-1\",\"config\"");
        (await TryAsync(rule)).Is(200).Each("alarms", "device_id").ShouldBe(["pump-1"]);
        (await TryAsync(rule, ",\"device_ids\":[\"pump-2\"]")).Is(200).Each("alarms", "device_id").ShouldBe(["pump-2"]);
    }

    [Fact]
    public async Task a_device_is_judged_only_while_it_was_in_the_group()
    {
        await Customer.RegisterAsync("pump-1");
        await SendAsync("pump-1", 31, 20);
        var group = await Customer.CreateGroupAsync("Pumps", "pump-1");
        await SendAsync("pump-1", 32);
        (await Api.DeleteAsync($"groups/{group}/devices/pump-1")).Is(204);
        await SendAsync("pump-1", 20, 33, 20);
        (await Customer.JoinAsync(group, "pump-1")).Is(200);
        await SendAsync("pump-1", 34);

        var backtest = (await TryAsync(Draft.Replace("\"config\"", $"\"scope_type\":\"group\",\"scope_group_id\":\"{group}\",\"config\"")))
            .Is(200);

        // The alarm of before it left is still open when it is back, as a real one would be.
        backtest.Items("alarms").Select(alarm => (alarm.GetProperty("message").GetString(), alarm.GetProperty("occurrence_count").GetInt32()))
            .ShouldBe([("temperature 32 > 30", 2)]);
        backtest["samples"].GetInt64().ShouldBe(2);
    }

    [Fact]
    public async Task a_deactivation_resolves_the_alarm_and_what_comes_meanwhile_is_not_judged()
    {
        await Customer.RegisterAsync("pump-1");
        await SendAsync("pump-1", 31);
        (await Api.PatchAsync("devices/pump-1", """{"is_active":false}""")).Is(200);
        var deactivated = (await Api.GetAsync("devices/pump-1"))["updated_at"].GetString();
        (await Api.PatchAsync("devices/pump-1", """{"is_active":true}""")).Is(200);
        await SendAsync("pump-1", 20, 32);

        var alarms = (await TryAsync()).Is(200).Items("alarms");

        alarms.Select(alarm => alarm.GetProperty("resolved_at").GetString()).ShouldBe([deactivated, null]);
    }

    [Fact]
    public async Task a_rule_that_there_is_can_be_tried_and_it_need_not_be_enabled()
    {
        await Customer.RegisterAsync("pump-1");
        var rule = await Customer.CreateRuleAsync("\"is_enabled\":false,\"severity\":\"critical\"");
        await SendAsync("pump-1", 31);
        var from = Json.Format(_begin - Duration.FromHours(1));
        (await Api.PostAsync("rules/backtest", $$"""{"rule_id":"{{rule}}","from":"{{from}}"}""")).Is(200).Each("alarms", "severity").ShouldBe(["critical"]);
    }

    [Fact]
    public async Task the_span_is_bounded_by_what_is_kept_and_by_the_present_and_the_answer_tells()
    {
        var backtest = (await Api.PostAsync("rules/backtest", $$"""{"rule":{{Draft}},"from":"2020-01-01T00:00:00Z","to":"2120-01-01T00:00:00Z"}""")).Is(200);
        var (from, to) = (Answer.Time(backtest["from"]), Answer.Time(backtest["to"]));
        (to - from).ShouldBe(TimeSpan.FromDays(30));
        to.ShouldBeInRange(_begin.ToDateTimeOffset(), SystemClock.Instance.GetCurrentInstant().ToDateTimeOffset());
    }

    [Fact]
    public async Task all_that_is_wrong_is_named()
    {
        (await Api.PostAsync("rules/backtest", "{}")).IsInvalid("from");
        (await Api.PostAsync("rules/backtest", """{"from":"2020-01-01T00:00:00Z"}""")).IsInvalid("rule");
        (await Api.PostAsync("rules/backtest", """{"rule":7,"from":"soon","to":null,"device_ids":[]}""")).IsInvalid("rule", "from", "to", "device_ids");
        (await TryAsync(members: ",\"to\":\"2020-01-01T00:00:00Z\"")).IsInvalid("from");
        (await TryAsync(members: ",\"rule_id\":\"x\"")).IsInvalid("rule");
        (await Api.PostAsync("rules/backtest", $$"""{"rule":{{Draft}},"from":"2120-01-01T00:00:00Z"}""")).IsInvalid("from");
        (await Api.PostAsync("rules/backtest", $$"""{"rule":{{Draft}},"from":"2020-01-01T00:00:00Z","to":"2020-01-02T00:00:00Z"}""")).IsInvalid("to");
        (await Api.PostAsync("rules/backtest", """{"rule_id":"x","from":"2020-01-01T00:00:00Z"}""")).IsInvalid("rule_id");
    }

    [Fact]
    public async Task a_draft_is_refused_for_what_a_rule_would_be_refused_for()
    {
        (await TryAsync("""{"rule_type":"threshold","config":{"field":"t","operator":">","value":"hot"},"severity":"loud"}"""))
            .IsInvalid("rule.config.value", "rule.severity");
        (await TryAsync("{}")).IsInvalid("rule.rule_type", "rule.config");
        (await TryAsync(Draft.Replace("\"config\"", "\"scope_type\":\"group\",\"scope_group_id\":\"x\",\"config\"")))
            .IsInvalid("rule.scope_group_id");
        (await TryAsync("""{"rule_type":"missing_data","config":{}}""")).IsInvalid("rule.config.timeout_seconds");
    }

    [Fact]
    public async Task devices_and_rules_of_others_are_unknown()
    {
        await Customer.RegisterAsync("pump-1");
        var rule = await Customer.CreateRuleAsync();
        var stranger = await Platform.NewCustomerAsync();
        var from = Json.Format(_begin);
        var refused = (await stranger.Api.PostAsync(
            "rules/backtest", $$"""{"rule_id":"{{rule}}","from":"{{from}}","device_ids":["pump-1"]}""")).IsInvalid("rule_id");
        refused.Text.ShouldContain(rule);
        (await stranger.Api.PostAsync("rules/backtest", $$"""{"rule":{{Draft}},"from":"{{from}}","device_ids":["pump-1"]}""")).IsInvalid("device_ids")
            .Text.ShouldContain("pump-1");
        (await stranger.Api.PostAsync("rules/backtest", $$"""{"rule":{{Draft}},"from":"{{from}}"}""")).Is(200)["samples"].GetInt64().ShouldBe(0);
    }

    [Fact]
    public async Task no_more_alarms_are_told_than_an_answer_holds()
    {
        await Customer.RegisterAsync("pump-1");
        var up = string.Join(',', Enumerable.Range(0, 1_000).Select(i => $$"""{"temperature":{{(i % 2 == 0 ? 20 : 31)}}}"""));
        for (var i = 0; i <= AlarmList.Most / 500; i++) (await Api.PostAsync("devices/pump-1/telemetry", $"[{up}]")).Is(200);

        var backtest = (await TryAsync()).Is(200);

        backtest.Items("alarms").Count.ShouldBe(AlarmList.Most);
        backtest["truncated"].GetBoolean().ShouldBeTrue();
    }

    [Fact]
    public async Task it_ends_when_nobody_waits_for_it_any_more()
    {
        await Customer.RegisterAsync("pump-1");
        await SendAsync("pump-1", 31);
        var (plan, _) = await Platform.Get<BacktestPlanning>().PlanAsync(
            RunBacktest.Read(Body.Parse($$"""{"rule":{{Draft}},"from":"{{Json.Format(_begin - Duration.FromHours(1))}}"}""")), Customer.Id, default);
        using var nobody = new CancellationTokenSource();
        await nobody.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(() => Platform.Get<Backtester>().RunAsync(plan!, nobody.Token));
    }

    [Fact]
    public async Task one_customers_backtests_run_one_after_the_other()
    {
        var turn = await Platform.Get<BacktestTurns>().TakeAsync(Customer.Id, default);
        var waiting = TryAsync();
        var other = await Platform.NewCustomerAsync();
        (await other.Api.PostAsync("rules/backtest", $$"""{"rule":{{Draft}},"from":"{{Json.Format(_begin)}}"}""")).Is(200);
        waiting.IsCompleted.ShouldBeFalse();
        turn!.Dispose();
        (await waiting).Is(200);
    }
}
