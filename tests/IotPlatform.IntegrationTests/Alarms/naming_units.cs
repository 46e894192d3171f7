using IotPlatform.Datapoints;
using IotPlatform.Monitoring;
using IotPlatform.Platform;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using NodaTime;
using Shouldly;
using Xunit;

namespace IotPlatform.IntegrationTests.Alarms;

public sealed class naming_units(PlatformFixture platform) : PlatformTest(platform)
{
    private const string TwoInARow = """{"field":"temperature","operator":">","value":30,"consecutive":2}""";

    [Fact]
    public async Task a_message_names_the_unit_that_was_defined_before_the_rule()
    {
        await Customer.DefineAsync("temperature", "\"unit\":\"°C\"");
        await using var hot = await Customer.OverheatAsync();
        await SaysAsync(hot.AlarmId, "temperature 31 °C > 30 °C", "°C");
    }

    [Fact]
    public async Task a_unit_that_is_defined_changed_or_deleted_counts_from_the_next_firing_on_and_resets_nothing()
    {
        var device = await Customer.RegisterAsync();
        var rule = await Customer.CreateRuleAsync("\"auto_resolve\":true", TwoInARow);
        await using var connection = await Customer.ConnectAsync(device);

        await connection.MeasureAsync(31);
        var datapoint = await Customer.DefineAsync("temperature", "\"unit\":\"°C\"");
        await FiresAsync(connection, rule, "temperature 32 °C > 30 °C, 2 samples in a row", "°C");
        await connection.MeasureAsync(20, 31);
        (await Api.PutAsync($"datapoints/{datapoint}", """{"unit":"K"}""")).Is(200);
        await FiresAsync(connection, rule, "temperature 32 K > 30 K, 2 samples in a row", "K");
        await connection.MeasureAsync(20, 31);
        (await Api.DeleteAsync($"datapoints/{datapoint}")).Is(204);
        await FiresAsync(connection, rule, "temperature 32 > 30, 2 samples in a row", null);
    }

    [Fact]
    public async Task a_platform_that_starts_knows_the_units_before_the_rules()
    {
        await using var later = Platform.Build();
        var started = later.Services.GetServices<IHostedService>().Select(service => service.GetType()).ToList();
        started.IndexOf(typeof(DatapointCatalog)).ShouldBeInRange(0, started.IndexOf(typeof(MonitoringStart)) - 1);
    }

    [Fact]
    public async Task another_customers_unit_is_nobody_elses()
    {
        var other = await Platform.NewCustomerAsync();
        await other.DefineAsync("temperature", "\"unit\":\"°C\"");
        await using var hot = await Customer.OverheatAsync();
        await SaysAsync(hot.AlarmId, "temperature 31 > 30", null);
    }

    [Fact]
    public async Task a_backtest_says_what_the_live_rule_says()
    {
        var from = SystemClock.Instance.GetCurrentInstant();
        await Customer.DefineAsync("temperature", "\"unit\":\"°C\"");
        await using var hot = await Customer.OverheatAsync();
        var live = (await Api.GetAsync($"alarms/{hot.AlarmId}")).Is(200);

        var backtest = (await Api.PostAsync("rules/backtest", $$"""{"rule_id":"{{hot.RuleId}}","from":"{{Json.Format(from)}}"}""")).Is(200);

        var alarm = backtest.Items("alarms").ShouldHaveSingleItem();
        alarm.GetProperty("message").GetString().ShouldBe("temperature 31 °C > 30 °C");
        alarm.GetProperty("details").GetProperty("evidence").GetProperty("unit").GetString().ShouldBe("°C");
        alarm.GetProperty("message").GetString().ShouldBe(live.Member("message"));
        (await Api.PostAsync($"alarms/{hot.AlarmId}/verify")).Is(200)["verified"].GetBoolean().ShouldBeTrue();
    }

    [Fact]
    public async Task answers_write_what_is_not_ascii_as_it_is()
    {
        await Customer.DefineAsync("temperature", """ "unit":"°C","label":"Vorlauf <„Süd“> & 'é'" """);
        await using var hot = await Customer.OverheatAsync();
        (await Api.PostAsync($"alarms/{hot.AlarmId}/acknowledge", """{"note":"Lüfter läuft \"wieder\" \\ 🌡"}""")).Is(200)
            .Member("acknowledge_note").ShouldBe("Lüfter läuft \"wieder\" \\ 🌡");
        string[] paths =
        [
            "datapoints", "alarms", $"alarms/{hot.AlarmId}", $"alarms/{hot.AlarmId}/timeline",
            "devices/pump-1/telemetry", "devices/pump-1/telemetry/latest",
        ];
        foreach (var path in paths)
        {
            var answer = (await Api.GetAsync(path)).Is(200);
            answer.Text.ShouldContain("°C", customMessage: path);
            answer.Text.ShouldNotContain("\\u00", Case.Insensitive, path);
        }
        (await Api.GetAsync("datapoints")).Each("datapoints", "label").ShouldBe(["Vorlauf <„Süd“> & 'é'"]);
    }

    private async Task FiresAsync(DeviceConnection connection, string rule, string message, string? unit)
    {
        await connection.MeasureAsync(32);
        var alarm = await Customer.AlarmAsync($"rule_id={rule}&status=active");
        await SaysAsync(alarm, message, unit);
        await connection.MeasureAsync(20);
        await Customer.AlarmIsAsync(alarm, shown => shown.Member("status") == "resolved", "the alarm is resolved");
    }

    private async Task SaysAsync(string alarmId, string message, string? unit)
    {
        var alarm = (await Api.GetAsync($"alarms/{alarmId}")).Is(200);
        alarm.Member("message").ShouldBe(message);
        var named = alarm["details"].GetProperty("evidence").TryGetProperty("unit", out var member) ? member.GetString() : null;
        named.ShouldBe(unit);
    }
}
