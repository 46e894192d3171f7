using System.Text.Json;
using IotPlatform.Alarms;
using IotPlatform.RuleEngine;
using NodaTime;
using Shouldly;
using Xunit;

namespace IotPlatform.IntegrationTests.Alarms;

public sealed class racing_for_an_alarm(PlatformFixture platform) : PlatformTest(platform)
{
    private const int Racers = 50;

    private static readonly Instant Noon = Instant.FromUtc(2026, 3, 1, 12, 0);
    private static readonly JsonElement Details = JsonElement.Parse("""{"evidence":{}}""");

    private int _second;

    private RecordFiring Firings => Platform.Get<RecordFiring>();

    [Fact]
    public async Task of_fifty_who_do_the_same_one_does_it()
    {
        var alarm = await FireAsync();
        foreach (var action in new[] { "acknowledge", "resolve", "reopen", "resolve" })
            (await RaceAsync(alarm, action)).ShouldBe([action]);
        (await StoryAsync(alarm)).ShouldBe(["triggered", "acknowledged", "resolved", "reopened", "resolved"]);
    }

    [Fact]
    public async Task of_fifty_who_acknowledge_and_resolve_one_resolves_and_one_at_most_acknowledges()
    {
        for (var turn = 0; turn < 5; turn++)
        {
            var alarm = await FireAsync();
            var done = await RaceAsync(alarm, "acknowledge", "resolve");
            done.Count(action => action == "resolve").ShouldBe(1);
            string[] acknowledged = done.Contains("acknowledge") ? ["acknowledged"] : [];
            (await StoryAsync(alarm)).ShouldBe(["triggered", .. acknowledged, "resolved"]);
        }
    }

    [Fact]
    public async Task with_some_who_reopen_among_them_the_story_holds_together()
    {
        for (var turn = 0; turn < 5; turn++)
        {
            var alarm = await FireAsync();
            var done = await RaceAsync(alarm, "acknowledge", "resolve", "reopen");
            (await StoryAsync(alarm)).Count.ShouldBe(1 + done.Count);
            await StoryEndsAsResolvedAsync(alarm);
        }
    }

    [Fact]
    public async Task while_the_rule_fires_and_clears_the_story_holds_together()
    {
        var alarm = await FireAsync();
        var firings = Task.Run(async () =>
        {
            for (var turn = 0; turn < 10; turn++)
                await Firings.RecordAsync([Verdict(FiringStep.Trigger), Verdict(FiringStep.Resolve)], default);
        });
        for (var turn = 0; turn < 3; turn++) await RaceAsync(alarm, "acknowledge", "resolve", "reopen");
        await firings;

        foreach (var known in await Customer.AlarmsAsync("page_size=100")) await StoryAsync(known.GetProperty("id").GetString()!);
        (await Customer.AlarmsAsync("status=active,acknowledged")).Count.ShouldBeLessThanOrEqualTo(1);
        var summary = (await Api.GetAsync("alarms/summary")).Is(200);
        summary.Total.ShouldBe((await Api.GetAsync("alarms")).Total);
        summary["resolved"].GetInt32().ShouldBe((await Api.GetAsync("alarms?status=resolved")).Total);
    }

    [Fact]
    public async Task of_many_resolved_ones_of_a_rule_and_device_one_is_reopened()
    {
        string[] alarms = [await FireAsync(), await FireAsync(), await FireAsync()];
        foreach (var alarm in alarms[..2]) (await Api.GetAsync($"alarms/{alarm}")).Member("status").ShouldBe("resolved");
        (await Api.PostAsync($"alarms/{alarms[0]}/reopen")).IsProblem(409, "invalid_state");
        (await Api.PostAsync($"alarms/{alarms[2]}/resolve")).Is(200);

        var answers = await Task.WhenAll(Enumerable.Range(0, Racers).Select(racer => Api.PostAsync($"alarms/{alarms[racer % 3]}/reopen")));

        answers.Where(answer => answer.Status is not 200).ShouldAllBe(answer => answer.IsProblem(409, "invalid_state") != null);
        answers.Count(answer => answer.Status is 200).ShouldBe(1);
        (await Customer.AlarmsAsync("status=active")).Count.ShouldBe(1);
    }

    /// <summary>An active alarm; one that was open before is resolved.</summary>
    private async Task<string> FireAsync()
    {
        await Firings.RecordAsync([Verdict(FiringStep.Resolve), Verdict(FiringStep.Trigger)], default);
        return await Customer.AlarmAsync();
    }

    /// <summary>Lets many try at once; says which actions succeeded, all others having been refused.</summary>
    private async Task<IReadOnlyList<string>> RaceAsync(string alarm, params string[] actions)
    {
        var tries = await Task.WhenAll(Enumerable.Range(0, Racers).Select(async racer =>
        {
            var action = actions[racer % actions.Length];
            return (Action: action, Answer: await Api.PostAsync($"alarms/{alarm}/{action}"));
        }));
        foreach (var (_, answer) in tries.Where(tried => tried.Answer.Status is not 200)) answer.IsProblem(409, "invalid_state");
        return [.. tries.Where(tried => tried.Answer.Status is 200).Select(tried => tried.Action)];
    }

    /// <summary>What happened to the alarm, each time from where it stood.</summary>
    private async Task<IReadOnlyList<string>> StoryAsync(string alarm)
    {
        var events = (await Api.GetAsync($"alarms/{alarm}/timeline")).Is(200).Items("events");
        string?[] to = [null, .. events.Select(e => e.GetProperty("to_status").GetString())];
        events.Select(e => e.GetProperty("from_status").GetString()).ShouldBe(to[..^1]);
        (await Api.GetAsync($"alarms/{alarm}")).Member("status").ShouldBe(to[^1]);
        return [.. events.Select(e => e.GetProperty("event_type").GetString()!)];
    }

    private async Task StoryEndsAsResolvedAsync(string alarm)
    {
        await Api.PostAsync($"alarms/{alarm}/resolve");
        (await StoryAsync(alarm))[^1].ShouldBe("resolved");
    }

    private FiringVerdict Verdict(FiringStep step) => new(step, new(
        Customer.Id, "rule-1", "Too warm", "threshold", Severity.Critical, "pump-1", "Pump", "31 > 30", Details, ++_second,
        Noon + Duration.FromSeconds(_second)));
}
