using System.Text.Json;
using IotPlatform.Alarms;
using IotPlatform.RuleEngine;
using IotPlatform.RuleEngine.Conditions;
using NodaTime;
using Shouldly;
using Xunit;
using static IotPlatform.Tests.Alarms.Replay.SampleDetails;
using static IotPlatform.Tests.Alarms.SampleAlarm;

namespace IotPlatform.Tests.Alarms.Replay;

public sealed class EvidenceChartTests
{
    private static readonly Instant Later = Measured + Duration.FromMinutes(1);

    private static IEnumerable<double> Rising(int count, double from) => Enumerable.Range(0, count).Select(i => from + i);

    private static void Draws(JsonElement details, string expected) => string.Join('\n', EvidenceChart.Draw(details)).ShouldBe(expected);

    [Fact]
    public void samples_above_a_threshold() => Draws(Samples(">", "30", Numbers(30.5, 31, 33.25, 32)), """
        temperature: 4 samples in 30 s
        33.25 │     █
              │     █
              │     █ █
              │   ▂ █ █
         30.5 │ ▄ █ █ █
         > 30 ┼─█─█─█─█─
        2026-03-01T12:00:00.000000Z to 2026-03-01T12:00:30.000000Z
        """);

    [Fact]
    public void samples_below_a_threshold() => Draws(Samples("<", "-5", Numbers(-5.5, -9, -20)), """
        temperature: 3 samples in 20 s
        < -5 ┼─▇─────
             │ █ ▅
             │ █ █
             │ █ █
             │ █ █
         -20 │ █ █ ▅
        2026-03-01T12:00:00.000000Z to 2026-03-01T12:00:20.000000Z
        """);

    [Fact]
    public void of_a_long_run_the_first_sample_and_the_last_twenty() => Draws(
        Of(Threshold.Name, """{"field":"temperature","operator":">=","value":100}""", Run(500, Numbers([100, .. Rising(20, 101)]))), """
        temperature: 500 samples in 200 s, the first and the last 20 drawn
           120 │   ┊                                 ▂ ▄ ▆ █
               │   ┊                         ▁ ▃ ▅ ▇ █ █ █ █
               │   ┊                 ▁ ▃ ▅ ▇ █ █ █ █ █ █ █ █
               │   ┊           ▂ ▄ ▆ █ █ █ █ █ █ █ █ █ █ █ █
               │   ┊   ▂ ▄ ▆ █ █ █ █ █ █ █ █ █ █ █ █ █ █ █ █
        >= 100 ┼─▅─┊─▇─█─█─█─█─█─█─█─█─█─█─█─█─█─█─█─█─█─█─█─
        2026-03-01T12:00:00.000000Z to 2026-03-01T12:03:20.000000Z
        """);

    [Fact]
    public void a_single_sample() => Draws(Samples("==", "0", Numbers(0)), """
        temperature: 1 sample in 0 s
        == 0 ┼─█─
             │ █
             │ █
             │ █
             │ █
             │ █
        2026-03-01T12:00:00.000000Z to 2026-03-01T12:00:00.000000Z
        """);

    [Fact]
    public void the_unit_of_the_values_is_named() => EvidenceChart.Draw(
        Of(Threshold.Name, "{}", Run(2, Numbers(31, 32)) with { Unit = "°C" }))[0].ShouldBe("temperature in °C: 2 samples in 10 s");

    [Fact]
    public void texts_are_listed() => Draws(Samples("!=", "\"ok\"", Scalar.Of("shut\u001b[31m"), Scalar.Of(true)), """
        temperature: 2 samples in 10 s
        2026-03-01T12:00:00.000000Z  "shut�[31m"
        2026-03-01T12:00:10.000000Z  true
        2026-03-01T12:00:00.000000Z to 2026-03-01T12:00:10.000000Z
        """);

    [Fact]
    public void a_silence() => Draws(
        Of(MissingData.Name, """{"timeout_seconds":60}""", new MissingDataEvidence(Measured, 75, 7, 60, "temperature")), """
        no temperature for 75 s, 60 s allowed
        ████████████████████████████████████████│██████████
        silent since 2026-03-01T12:00:00.000000Z
        """);

    [Fact]
    public void a_silence_of_which_no_limit_is_known() => Draws(
        Of(MissingData.Name, "{}", new MissingDataEvidence(Measured, 75.5, 7)), """
        no telemetry for 75.5 s
        ██████████████████████████████████████████████████
        silent since 2026-03-01T12:00:00.000000Z
        """);

    [Fact]
    public void a_time_without_a_session() => Draws(
        Of(Offline.Name, """{"timeout_seconds":0}""", new OfflineEvidence(3, 0, 0, 9, Measured)), """
        offline for 0 s, 0 s allowed
        │··················································
        disconnected at 2026-03-01T12:00:00.000000Z
        """);

    [Fact]
    public void too_many_messages() => Draws(
        Of(MessageRate.Name, "{}", new MessageRateEvidence(60, Measured, Later, 11, new(Max: 10), Measured, Later)), """
        11 messages in 60 s, at most 10 allowed
        █████████████████████████████████████████████│█████
        2026-03-01T12:00:00.000000Z to 2026-03-01T12:01:00.000000Z
        """);

    [Fact]
    public void too_few_messages() => Draws(
        Of(MessageRate.Name, "{}", new MessageRateEvidence(60, Measured, Later, 1, new(Min: 5), Later, Later)), """
        1 message in 60 s, at least 5 allowed
        ██████████········································│
        2026-03-01T12:00:00.000000Z to 2026-03-01T12:01:00.000000Z
        """);

    [Fact]
    public void too_many_connects()
    {
        int[] seconds = [1, 2, 2, 30, 60];
        EvidenceSession[] sessions = [.. seconds.Select(second => new EvidenceSession(Measured + Duration.FromSeconds(second)))];
        Draws(Of(ReconnectRate.Name, "{}", new ReconnectRateEvidence(60, Measured, Later, 5, 4, 3, sessions)), """
        4 reconnects in 60 s, at most 3 allowed
        ██████████████████████████████████████│████████████
        ·12······················1·······················1 connects
        2026-03-01T12:00:00.000000Z to 2026-03-01T12:01:00.000000Z
        """);
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("[]")]
    [InlineData("""{"evidence":{},"rule":{"rule_type":"threshold"}}""")]
    [InlineData("""{"evidence":{},"rule":{"rule_type":7}}""")]
    [InlineData("""
        {"evidence":{"samples":[],"sample_count":0,"held_since":"2026-03-01T12:00:00Z","held_for_seconds":0},"rule":{"rule_type":"threshold"}}
        """)]
    [InlineData("""{"evidence":{},"rule":{"rule_type":"unheard_of"}}""")]
    public void of_what_can_not_be_read_nothing_is_drawn(string details) => EvidenceChart.Draw(JsonElement.Parse(details)).ShouldBeEmpty();

    [Fact]
    public void without_details_nothing_is_drawn() => EvidenceChart.Draw(null).ShouldBeEmpty();
}
