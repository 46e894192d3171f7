using IotPlatform.Monitoring;
using IotPlatform.Platform;
using IotPlatform.Telemetry;
using Shouldly;
using Xunit;

namespace IotPlatform.IntegrationTests.Backtests;

public sealed class backtesting_silence_and_sessions(ClockedPlatform platform) : ClockedTest(platform)
{
    private static readonly (string Type, string Config)[] Rules =
    [
        ("missing_data", """{"timeout_seconds":30}"""),
        ("missing_data", """{"timeout_seconds":30,"field":"humidity"}"""),
        ("missing_data", "{}"),
        ("offline", """{"timeout_seconds":15}"""),
        ("offline", """{"timeout_seconds":0}"""),
        ("message_rate", """{"window_seconds":30,"max_messages":1}"""),
        ("message_rate", """{"window_seconds":60,"min_messages":2}"""),
        ("reconnect_rate", """{"window_seconds":600,"max_reconnects":0}"""),
        ("threshold", """{"field":"temperature","operator":">","value":30,"duration":40}"""),
    ];

    [Fact]
    public async Task a_backtest_of_rules_that_were_live_tells_their_alarms_across_restarts_switches_and_packing()
    {
        var device = await Customer.RegisterAsync();
        await Customer.RegisterAsync("pump-2");
        var profile = (await Api.PostAsync("profiles", """{"name":"Pump","reporting_interval_seconds":20}""")).Is(201).Id;
        (await Api.PostAsync($"profiles/{profile}/apply/pump-1")).Is(200);
        await ReportAsync("pump-2");
        // That it was heard of is stored some seconds later.
        await Platform.Get<LatestValues>().FlushAsync(default);
        Platform.Advance(5);
        var rules = await CreateRulesAsync(profile);

        await LiveThroughAsync(device, profile);

        var to = Json.Format(Platform.Now);
        var live = new Dictionary<string, string[]>();
        foreach (var (rule, from) in rules)
        {
            // An hour may be over and packed by now.
            var backtest = await BacktestAsync(rule, from, to);
            live[rule] = await LiveHistory.SettledAsync(Customer, rule, backtest, LiveHistory.WithoutPositions);
            backtest.ShouldBe(live[rule]);
            live[rule].ShouldNotBeEmpty((await Api.GetAsync($"rules/{rule}")).Text);
        }

        Platform.Advance(2 * 3600);
        await LiveHistory.PackAsync(Platform, Customer, () => Platform.Advance(360));
        foreach (var (rule, from) in rules) (await BacktestAsync(rule, from, to)).ShouldBe(live[rule]);
    }

    private async Task<string[]> BacktestAsync(string rule, string from, string to) =>
        LiveHistory.WithoutPositions(LiveHistory.AlarmsOf((await LiveHistory.BacktestAsync(Customer, rule, from, to)).Is(200)));

    private async Task<List<(string Id, string From)>> CreateRulesAsync(string profile)
    {
        var rules = new List<(string, string)>();
        foreach (var (type, config) in Rules)
        {
            foreach (var members in new[] { "\"auto_resolve\":true", "\"auto_resolve\":true,\"cooldown_seconds\":100", "\"severity\":\"info\"" })
            {
                var scope = config == "{}" ? $",\"scope_type\":\"profile\",\"scope_profile_id\":\"{profile}\"" : "";
                var id = await Customer.CreateRuleAsync(type, config, members + scope);
                rules.Add((id, (await Api.GetAsync($"rules/{id}")).Member("created_at")!));
            }
        }
        return rules;
    }

    private async Task LiveThroughAsync(TestDevice device, string profile)
    {
        await using (await Customer.ConnectAsync(device)) await PassAsync(2);
        await PassAsync(2);
        await using (var connection = await Customer.ConnectAsync(device))
        {
            await connection.PublishAsync("""{"temperature":31,"humidity":50}""");
            await PassAsync(20);
            await ReportAsync("pump-2");
            await ReportAsync("pump-1", """[{"temperature":32},{"temperature":33}]""");
            await PassAsync(25);
            await connection.MeasureAsync(20);
            (await Api.PostAsync("devices/pump-1/telemetry", "[1")).Is(400);
        }
        await PassAsync(40);
        (await Api.PatchAsync("devices/pump-1", """{"is_active":false}""")).Is(200);
        await PassAsync(70);
        (await Api.PatchAsync("devices/pump-1", """{"is_active":true}""")).Is(200);
        await PassAsync(70);
        await using (var connection = await Customer.ConnectAsync(device))
        {
            await connection.PublishAsync("""{"temperature":31,"humidity":50}""");
            (await Api.PutAsync($"profiles/{profile}", """{"reporting_interval_seconds":40}""")).Is(200);
            await PassAsync(100);
            await connection.MeasureAsync(32);
            await PassAsync(1);
            await RestartAfterAsync(120);
        }
        await PassAsync(10);
        await using (var connection = await Customer.ConnectAsync(device))
        {
            await PassAsync(35);
            await connection.MeasureAsync(31);
            await PassAsync(1);
        }
        await PassAsync(200);
    }

    // Evaluation keeps up with a clock that goes on; one that jumps has to wait for it.
    private async Task PassAsync(double seconds)
    {
        Platform.Advance(seconds);
        var now = Platform.Now;
        await Poll.UntilAsync(() => Platform.Get<EvaluationClock>().PassedUntil >= now, "evaluation has come so far");
    }
}
