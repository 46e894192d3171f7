using System.Text.Json;
using IotPlatform.RuleEngine.Conditions;
using Shouldly;
using Xunit;

namespace IotPlatform.RuleEngine.Tests;

public class GroundsTests
{
    [Theory]
    [InlineData("", null, "temperature 31.2 > 30")]
    [InlineData("", "°C", "temperature 31.2 °C > 30 °C")]
    [InlineData("\"duration\":300", null, "temperature 31.2 > 30 for 300 s")]
    [InlineData("\"consecutive\":3", null, "temperature 31.2 > 30, 3 samples in a row")]
    [InlineData("\"duration\":300,\"consecutive\":2", "°C", "temperature 31.2 °C > 30 °C for 300 s, 3 samples in a row")]
    public void a_message_says_what_was_measured_and_how_long(string config, string? unit, string expected)
    {
        var messages = Enumerable.Range(0, 3).Select(i => new Message(
            Scenario.Time(i), [new SampleTaken("temperature", Scalar.Of(31.2 + ((2 - i) / 10.0)), Scenario.Time(i), Scenario.Time(i), i)]));
        var first = config.Length > 0 ? messages : messages.TakeLast(1);
        var trigger = Replay.Run(Rules.Above30(config), RuleState.Initial, first, Scenario.Time(300), unit)
            .Single(step => step.Verdict.Kind is VerdictKind.Trigger);
        trigger.Verdict.Grounds!.Message.ShouldBe(expected);
    }

    [Theory]
    [InlineData(90, "no telemetry for 90 s")]
    [InlineData(7_199, "no telemetry for 7199 s")]
    [InlineData(7_200, "no telemetry for 2 hours")]
    [InlineData(127_800, "no telemetry for 35.5 hours")]
    [InlineData(172_800, "no telemetry for 2 days")]
    [InlineData(2_592_000, "no telemetry for 30 days")]
    public void a_long_time_is_told_in_hours_or_days(int seconds, string expected) =>
        new Scenario(Rules.MissingData($"\"timeout_seconds\":{seconds}")).Watch(0).Timer(seconds).Grounds.Message.ShouldBe(expected);

    [Theory]
    [InlineData(null, "temperature 31 > 30")]
    [InlineData("°C", "temperature 31 °C > 30 °C")]
    public void the_evidence_keeps_the_unit(string? unit, string message)
    {
        var sample = new SampleTaken("temperature", Scalar.Of(31), Scenario.Time(0), Scenario.Time(0), 1);
        var grounds = Engine.Step(Rules.Above30(), RuleState.Initial, sample, Scenario.Time(0), unit).Verdict.Grounds!;
        grounds.Message.ShouldBe(message);
        var evidence = grounds.Evidence.ToJson();
        (evidence.TryGetProperty("unit", out var named) ? named.GetString() : null).ShouldBe(unit);
        Engine.Verify(Rules.Above30(), evidence).ShouldBe(Reason.ConditionMet);
    }

    [Fact]
    public void a_message_of_equality_names_the_value_once()
    {
        new Scenario(Rules.Of("""{"field":"temperature","operator":"==","value":"off"}""")).Sample(0, Scalar.Of("off"))
            .Grounds.Message.ShouldBe("temperature == \"off\"");
        new Scenario(Rules.Of("""{"field":"temperature","operator":"!=","value":true}""")).Sample(0, Scalar.Of(false))
            .Grounds.Message.ShouldBe("temperature false != true");
    }

    [Fact]
    public void a_resolution_says_what_cleared_it()
    {
        new Scenario(Rules.Above30()).Sample(0, 31).Sample(1, 28.9).Grounds.Message.ShouldBe("temperature 28.9 <= 30");
        new Scenario(Rules.Above30("\"clear_value\":25,\"clear_duration\":60")).Sample(0, 31).Sample(1, 24).Timer(61)
            .Grounds.Message.ShouldBe("temperature 24 <= 25 for 60 s");
    }

    [Fact]
    public void evidence_is_snake_case_json()
    {
        var run = new Scenario(Rules.Above30("\"duration\":2.5")).Sample(0, 31).Sample(1, 32.5).Timer(2.5);
        run.Grounds.Evidence.ToJson().GetRawText().ShouldBe(string.Concat(
            """{"samples":[{"key":"temperature","value":31,"timestamp":"2026-03-01T12:00:00Z","position":1},""",
            """{"key":"temperature","value":32.5,"timestamp":"2026-03-01T12:00:01Z","position":2}],""",
            """ "sample_count":2,"held_since":"2026-03-01T12:00:00Z","held_for_seconds":2.5}""".TrimStart()));
    }

    [Theory]
    [InlineData(20, 1)]
    [InlineData(21, 2)]
    [InlineData(50, 31)]
    public void evidence_keeps_the_first_sample_and_the_last_twenty(int count, int firstOfLastTwenty)
    {
        var run = new Scenario(Rules.Above30($"\"consecutive\":{count}"));
        for (var i = 0; i < count; i++)
            run.Sample(i, 31);

        var evidence = (ThresholdEvidence)run.Grounds.Evidence;
        evidence.SampleCount.ShouldBe(count);
        evidence.Samples.Select(sample => (int)sample.Position)
            .ShouldBe(Enumerable.Range(firstOfLastTwenty, 20).Prepend(1).Distinct());
        evidence.HeldSince.ShouldBe(Scenario.Time(0));
        evidence.HeldForSeconds.ShouldBe(count - 1);
    }

    [Fact]
    public void evidence_of_a_resolution_is_what_cleared_it()
    {
        var run = new Scenario(Rules.Above30("\"clear_consecutive\":2")).Sample(0, 31).Sample(1, 20).Sample(3, 21);
        ((ThresholdEvidence)run.Grounds.Evidence).Samples.Select(sample => sample.Position).ShouldBe([2, 3]);
        ((ThresholdEvidence)run.Grounds.Evidence).HeldForSeconds.ShouldBe(2);
    }

    [Fact]
    public void stored_evidence_fires_the_rule_again_and_not_a_stricter_one()
    {
        var rule = Rules.Above30("\"duration\":10,\"consecutive\":2");
        var json = new Scenario(rule).Sample(0, 31).Sample(5, 31).Timer(10).Grounds.Evidence.ToJson();
        var evidence = Evidence.FromJson<ThresholdEvidence>(json).ShouldNotBeNull();

        Engine.Verify(rule, evidence.ToJson()).ShouldBe(Reason.ConditionMet);
        Engine.Verify(Rules.Above30("\"duration\":11,\"consecutive\":2"), evidence.ToJson()).ShouldBe(Reason.DurationNotMet);
        Engine.Verify(Rules.Above30("\"duration\":10,\"consecutive\":3"), evidence.ToJson()).ShouldBe(Reason.ConsecutiveNotMet);
        Engine.Verify(Rules.Of("""{"field":"temperature","operator":">","value":31}"""), evidence.ToJson()).ShouldBe(Reason.ConditionNotMet);
        Engine.Verify(Rules.Of("""{"field":"humidity","operator":">","value":30}"""), evidence.ToJson()).ShouldBe(Reason.ConditionNotMet);
    }

    [Fact]
    public void evidence_that_contradicts_itself_fires_nothing()
    {
        var rule = Rules.Above30();
        var evidence = (ThresholdEvidence)new Scenario(rule).Sample(0, 31).Grounds.Evidence;
        Engine.Verify(rule, evidence.ToJson()).ShouldBe(Reason.ConditionMet);
        Engine.Verify(rule, (evidence with { Samples = [] }).ToJson()).ShouldBe(Reason.ConditionNotMet);
        Engine.Verify(rule, (evidence with { SampleCount = 2 }).ToJson()).ShouldBe(Reason.ConditionNotMet);
        Engine.Verify(rule, (evidence with { HeldSince = Scenario.Time(-5) }).ToJson()).ShouldBe(Reason.ConditionNotMet);
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("""{"samples":[{"value":[]}]}""")]
    [InlineData("""{"samples":[],"held_since":"yesterday"}""")]
    public void what_is_no_evidence_reads_as_none(string text)
    {
        using var json = JsonDocument.Parse(text);
        Evidence.FromJson<ThresholdEvidence>(json.RootElement).ShouldBeNull();
    }
}
