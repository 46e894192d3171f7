using System.Text.Json;
using IotPlatform.Backtests;
using IotPlatform.RuleEngine;
using NodaTime;
using Shouldly;
using Xunit;

namespace IotPlatform.Tests.Backtests;

public sealed class BacktestAlarmTests
{
    private static readonly Instant Noon = Instant.FromUtc(2026, 3, 1, 12, 0);

    private static BacktestAlarm Begin(Verdict verdict) =>
        new("pump-1", Severity.Warning, verdict.Grounds!.Message, verdict.Grounds.At, null, 1, JsonElement.Parse("{}"));

    // A verdict as the engine gives it: of a rule that fires above 30 degrees, on one value after the other.
    private static List<(BacktestAlarm? Open, BacktestAlarm? Closed)> Follow(string members, params double[] values)
    {
        var rule = IotPlatform.Rules.EngineRule.Of(Drafts.Threshold(members))!;
        var (state, steps) = (RuleState.Initial, new List<(BacktestAlarm? Open, BacktestAlarm? Closed)>());
        foreach (var (value, second) in values.Select((value, second) => (value, second)))
        {
            var at = Noon + Duration.FromSeconds(second);
            var step = Engine.Step(rule, state, new SampleTaken("temperature", Scalar.Of(value), at, at, second), at);
            state = step.State;
            steps.Add(BacktestAlarm.Follow(steps.Count > 0 ? steps[^1].Open : null, step.Verdict, Begin));
        }
        return steps;
    }

    [Fact]
    public void a_trigger_opens_a_retrigger_counts_up_and_keeps_the_rest()
    {
        var last = Follow("", 31, 20, 32)[^1].Open!;
        (last.Message, last.TriggeredAt, last.OccurrenceCount, last.ResolvedAt).ShouldBe(("temperature 31 > 30", Noon, 2, null));
    }

    [Fact]
    public void a_resolution_closes_at_the_time_of_the_verdict_and_the_next_trigger_opens_anew()
    {
        var steps = Follow(",\"auto_resolve\":true", 31, 20, 32);
        (steps[1].Open, steps[1].Closed!.ResolvedAt).ShouldBe((null, Noon + Duration.FromSeconds(1)));
        (steps[2].Open!.TriggeredAt, steps[2].Open!.OccurrenceCount).ShouldBe((Noon + Duration.FromSeconds(2), 1));
    }

    // Seen red: with a firing counted up for whatever is no resolution.
    [Fact]
    public void a_rule_that_creates_no_alarm_has_none() =>
        Follow(",\"actions\":[\"mark_unhealthy\"]", 31, 20, 32, 20).ShouldAllBe(step => step.Open == null && step.Closed == null);

    [Fact]
    public void what_changes_nothing_leaves_it_open_as_it_is() =>
        Follow("", 31, 32, 20).Select(step => step.Open!.OccurrenceCount).ShouldBe([1, 1, 1]);
}
