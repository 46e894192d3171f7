using System.Text.Json;
using IotPlatform.Alarms;
using IotPlatform.RuleEngine;
using NodaTime;
using Shouldly;
using Xunit;

namespace IotPlatform.IntegrationTests.Alarms;

public sealed class summarizing_alarms(PlatformFixture platform) : PlatformTest(platform)
{
    private const int Tries = 60;

    private static readonly string[] Statuses = ["active", "acknowledged", "resolved"];
    private static readonly string[] Severities = ["critical", "warning", "info"];
    private static readonly string[] Actions = ["acknowledge", "resolve", "resolve", "reopen"];
    private static readonly Instant Noon = Instant.FromUtc(2026, 3, 1, 12, 0);
    private static readonly JsonElement Details = JsonElement.Parse("""{"evidence":{}}""");

    [Fact]
    public async Task without_alarms_there_are_none()
    {
        var summary = (await Api.GetAsync("alarms/summary")).Is(200);
        summary.Json.EnumerateObject().Select(member => member.Name)
            .ShouldBe(["total", "active", "acknowledged", "resolved", "by_severity", "by_status"]);
        (summary.Total, summary["active"].GetInt32(), summary["by_severity"].GetProperty("critical").GetInt32()).ShouldBe((0, 0, 0));
        summary["by_status"].GetProperty("resolved").GetProperty("total").GetInt32().ShouldBe(0);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task it_says_what_counting_the_list_says_whatever_happens(int seed)
    {
        var chance = new Random(seed);
        var alarms = await FireAsync(12, chance);
        for (var turn = 0; turn < Tries; turn++)
        {
            var answer = await Api.PostAsync($"alarms/{alarms[chance.Next(alarms.Length)]}/{Actions[chance.Next(Actions.Length)]}");
            if (answer.Status is not 409) answer.Is(200);
            if (turn % 10 == 0) await AgreesAsync();
        }
        var cleared = Enumerable.Range(0, 6).Select(number => new FiringVerdict(FiringStep.Resolve, At(number, 2, Severity.Info)));
        await Firings.RecordAsync([.. cleared], default);
        await AgreesAsync();
    }

    [Fact]
    public async Task it_shows_at_once_what_a_request_has_done()
    {
        await using var hot = await Customer.OverheatAsync(ruleMembers: "\"severity\":\"critical\"");
        await ShowsAsync("1 0 0, critical 1");
        (await Api.PostAsync($"alarms/{hot.AlarmId}/acknowledge")).Is(200);
        await ShowsAsync("0 1 0, critical 1");
        (await Api.DeleteAsync($"rules/{hot.RuleId}")).Is(204);
        await ShowsAsync("0 0 1, critical 0");
        (await Api.PostAsync($"alarms/{hot.AlarmId}/reopen")).Is(200);
        await ShowsAsync("1 0 0, critical 1");
    }

    private RecordFiring Firings => Platform.Get<RecordFiring>();

    private async Task<string[]> FireAsync(int count, Random chance)
    {
        foreach (var number in Enumerable.Range(0, count)) await Firings.TriggerAsync(At(number, 1, (Severity)chance.Next(3)), default);
        return [.. (await Customer.AlarmsAsync("page_size=100")).Select(alarm => alarm.GetProperty("id").GetString()!)];
    }

    private async Task AgreesAsync()
    {
        var summary = (await Api.GetAsync("alarms/summary")).Is(200).Json;
        summary.GetProperty("total").GetInt32().ShouldBe(await CountAsync(""));
        foreach (var severity in Severities)
        {
            summary.GetProperty("by_severity").GetProperty(severity).GetInt32()
                .ShouldBe(await CountAsync($"status=active,acknowledged&severity={severity}"));
        }
        foreach (var status in Statuses)
        {
            var counts = summary.GetProperty("by_status").GetProperty(status);
            foreach (var severity in Severities)
                counts.GetProperty(severity).GetInt32().ShouldBe(await CountAsync($"status={status}&severity={severity}"));
            counts.GetProperty("total").GetInt32().ShouldBe(await CountAsync($"status={status}"));
            summary.GetProperty(status).GetInt32().ShouldBe(counts.GetProperty("total").GetInt32());
        }
        await CountAsync("severity=warning,info,warning");
        await CountAsync("status=resolved&status=active&severity=critical,info");
        await CountAsync("status=resolved&rule_id=rule-1");
    }

    /// <summary>Counts what the list shows; the list's own total, which is not counted, must be the same.</summary>
    private async Task<int> CountAsync(string query)
    {
        var list = (await Api.GetAsync($"alarms?page_size=100&{query}")).Is(200);
        list.Total.ShouldBe(list.Items("alarms").Count, query);
        return list.Total;
    }

    private async Task ShowsAsync(string expected)
    {
        var summary = (await Api.GetAsync("alarms/summary")).Is(200);
        $"{summary["active"]} {summary["acknowledged"]} {summary["resolved"]}, critical {summary["by_severity"].GetProperty("critical")}"
            .ShouldBe(expected);
    }

    private Firing At(int number, int second, Severity severity) => new(
        Customer.Id, "rule-1", "Too warm", "threshold", severity, $"pump-{number}", "Pump", "31 > 30", Details, second,
        Noon + Duration.FromSeconds(second));
}
