using System.Globalization;
using IotPlatform.IntegrationTests.Commands;
using IotPlatform.Platform;
using NodaTime;
using Shouldly;
using Xunit;

namespace IotPlatform.IntegrationTests.Backtests;

[Collection(TimelessPlatformTests.Name)]
public sealed class backtesting_what_was_live(TimelessPlatform platform) : IAsyncLifetime
{
    private static readonly string[] Configs =
    [
        """{"field":"temperature","operator":">","value":30}""",
        """{"field":"temperature","operator":">","value":30,"duration":60}""",
        """{"field":"temperature","operator":">=","value":30,"consecutive":3,"duration":10}""",
        """{"field":"temperature","operator":">","value":31,"clear_value":28,"clear_consecutive":2}""",
        """{"field":"temperature","operator":"<","value":28,"clear_duration":45}""",
        """{"field":"door","operator":"==","value":"open"}""",
    ];

    private TestCustomer _customer = null!;

    private Instant Now => platform.Get<IClock>().GetCurrentInstant();

    public async Task InitializeAsync() => _customer = await platform.NewCustomerAsync();

    public Task DisposeAsync() => Task.CompletedTask;

    [Fact]
    public async Task a_backtest_of_rules_that_were_live_tells_their_alarms_before_and_after_packing()
    {
        var device = await _customer.RegisterAsync();
        await _customer.RegisterAsync("pump-2");
        var from = Json.Format(Now);
        var rules = new List<string>();
        foreach (var config in Configs)
        {
            rules.Add(await _customer.CreateRuleAsync("\"auto_resolve\":true", config));
            rules.Add(await _customer.CreateRuleAsync("\"cooldown_seconds\":120,\"auto_resolve\":true,\"severity\":\"critical\"", config));
            rules.Add(await _customer.CreateRuleAsync("", config));
        }

        await using (var connection = await _customer.ConnectAsync(device))
            foreach (var payload in Payloads(new Random(7), Now - Duration.FromHours(3))) await SendAsync(connection, payload);
        var to = Json.Format(Now);

        var live = new Dictionary<string, string[]>();
        foreach (var rule in rules)
        {
            var backtest = LiveHistory.AlarmsOf((await LiveHistory.BacktestAsync(_customer, rule, from, to)).Is(200));
            live[rule] = await LiveHistory.SettledAsync(_customer, rule, backtest);
            backtest.ShouldBe(live[rule]);
        }
        live.Values.ShouldAllBe(alarms => alarms.Length > 0);
        live.Values.Sum(alarms => alarms.Length).ShouldBeGreaterThan(60);

        platform.Pass(Duration.FromHours(2));
        await LiveHistory.PackAsync(platform, _customer, () => platform.Pass(Duration.FromMinutes(6)));
        foreach (var rule in rules)
            LiveHistory.AlarmsOf((await LiveHistory.BacktestAsync(_customer, rule, from, to)).Is(200))
                .ShouldBe(LiveHistory.WithoutPositions(live[rule]));
    }

    // Some hours in a row, in order and not, dated by the device or by the platform, over MQTT and over HTTP.
    private static IEnumerable<string> Payloads(Random random, Instant begin)
    {
        var (time, temperature) = (begin, 29.0);
        for (var message = 0; message < 150; message++)
        {
            var moments = Enumerable.Range(0, random.Next(1, 4)).Select(_ =>
            {
                time += Duration.FromSeconds(random.Next(1, 40));
                temperature += (random.NextDouble() * 3) - 1.5 + ((29.5 - temperature) / 10);
                var at = random.Next(8) == 0 ? time - Duration.FromMinutes(random.Next(90)) : time;
                var door = random.Next(3) == 0 ? $",\"door\":\"{(random.Next(2) == 0 ? "open" : "shut")}\"" : "";
                return string.Create(CultureInfo.InvariantCulture, $$$"""{"ts":"{{{at}}}","values":{"temperature":{{{temperature:0.00}}}{{{door}}},"noise":1}}""");
            });
            yield return $"[{string.Join(',', moments)}]";
            if (message % 10 == 0) yield return """{"noise":2}""";
        }
        for (var i = 0; i < 10; i++) yield return string.Create(CultureInfo.InvariantCulture, $$"""{"temperature":{{random.Next(26, 33)}},"door":"shut"}""");
    }

    private async Task SendAsync(DeviceConnection connection, string payload)
    {
        if (payload.Length % 2 == 0) await connection.PublishAsync(payload);
        else (await _customer.Api.PostAsync("devices/pump-1/telemetry", payload)).Is(200)["rejected"].GetInt32().ShouldBe(0);
    }
}
