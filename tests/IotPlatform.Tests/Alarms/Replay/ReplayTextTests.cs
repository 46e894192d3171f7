using System.Text.Json;
using IotPlatform.Alarms;
using IotPlatform.Platform;
using JasperFx.Events;
using NodaTime;
using Shouldly;
using Xunit;
using static IotPlatform.Tests.Alarms.SampleAlarm;

namespace IotPlatform.Tests.Alarms.Replay;

public sealed class ReplayTextTests
{
    private static readonly JsonElement Hot = SampleDetails.Samples(">", "30", SampleDetails.Numbers(30.5, 31, 33.25, 32));

    private static IEvent[] Stream(params object[] facts) => [.. facts.Select((fact, i) => At((dynamic)fact, i))];

    private static IEvent At<T>(T fact, int place) where T : notnull => Decisions.Stored(fact, "alarm-1", place + 1);

    private static AlarmReplay Replay(params object[] facts) => AlarmReplay.Of("acme", "alarm-1", Stream(facts), null)!;

    private static string Print(AlarmReplay replay) => string.Join('\n', ReplayText.Of(replay).Select(line => line.Text));

    [Fact]
    public void a_life_is_told_step_by_step() => Print(Replay(
        Triggered with { Details = Hot }, Retriggered with { At = Opened + Duration.FromMinutes(1) }, Acknowledged, Resolved, Reopened))
        .ShouldBe("""
        Alarm alarm-1 of acme
        critical: Too warm (threshold) on Sensor (sensor-1)

        1  2026-03-01T12:00:01.000000Z  the rule fired
           31 > 30
           status: active
           temperature: 4 samples in 30 s
           33.25 │     █
                 │     █
                 │     █ █
                 │   ▂ █ █
            30.5 │ ▄ █ █ █
            > 30 ┼─█─█─█─█─
           2026-03-01T12:00:00.000000Z to 2026-03-01T12:00:30.000000Z

        2  2026-03-01T12:01:01.000000Z  the rule fired again
           32 > 30
           occurrence_count: 1 -> 2
           last_triggered_at: 2026-03-01T12:00:00.000000Z -> 2026-03-01T12:01:00.000000Z

        3  2026-03-01T13:00:00.000000Z  acknowledged by api_key:abcdefghij
           "seen"
           status: active -> acknowledged

        4  2026-03-01T13:00:00.000000Z  resolved by api_key:abcdefghij
           "done"
           status: acknowledged -> resolved
           resolution: - -> manual

        5  2026-03-01T13:00:00.000000Z  reopened by api_key:abcdefghij
           "again"
           status: resolved -> active
           acknowledged_at: 2026-03-01T13:00:00.000000Z -> -
           acknowledged_by: api_key:abcdefghij -> -
           acknowledge_note: seen -> -
           resolved_at: 2026-03-01T13:00:00.000000Z -> -
           resolved_by: api_key:abcdefghij -> -
           resolve_note: done -> -
           resolution: manual -> -
           reopened_count: 0 -> 1

        Now: active, fired twice, reopened once.
        """);

    [Fact]
    public void erased_notes_leave_their_commitments() => Print(Replay(
        Triggered, Acknowledged with { Note = ErasableText.Erased(new string('a', 64)) }, Erased)).ShouldBe("""
        Alarm alarm-1 of acme
        critical: Too warm (threshold) on Sensor (sensor-1)

        1  2026-03-01T12:00:01.000000Z  the rule fired
           31 > 30
           status: active

        2  2026-03-01T13:00:00.000000Z  acknowledged by api_key:abcdefghij
           (a note was erased; SHA-256
           aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa)
           status: active -> acknowledged

        3  2026-03-01T13:01:00.000000Z  notes erased by api_key:abcdefghij

        Now: acknowledged, fired once.
        """);

    [Theory]
    [InlineData(AlarmResolution.Auto, "resolved by system: the condition cleared")]
    [InlineData(AlarmResolution.RuleDeleted, "resolved by system: its rule was deleted")]
    [InlineData(AlarmResolution.DeviceDeleted, "resolved by system: its device was deleted")]
    [InlineData(AlarmResolution.DeviceDeactivated, "resolved by system: its device was deactivated")]
    public void what_closed_it_is_said_in_words(AlarmResolution resolution, string words) =>
        Print(Replay(Triggered, Resolved with { Resolution = resolution, By = "system", Note = null })).ShouldContain(words);

    [Fact]
    public void the_end_says_how_things_stood_at_the_time()
    {
        var replay = AlarmReplay.Of("acme", "alarm-1", Stream(Triggered, Acknowledged), Opened)!;
        ReplayText.Of(replay).Last().Text.ShouldBe("As of 2026-03-01T12:00:01.000000Z: active, fired once.");
    }

    [Fact]
    public void no_line_is_wider_than_80_characters_or_holds_what_a_terminal_would_obey()
    {
        var hostile = string.Concat(Enumerable.Repeat("\u001b[2J and \u202e on\n", 60)) + new string('x', 500);
        var triggered = Triggered with
        {
            RuleName = hostile,
            DeviceName = hostile,
            Message = hostile,
            Details = SampleDetails.Samples("==", "7", [.. Enumerable.Repeat(RuleEngine.Scalar.Of(hostile), 21)]),
        };
        var replay = Replay(triggered, Acknowledged with { Note = ErasableText.New(hostile) }, Resolved, Reopened);

        foreach (var line in ReplayText.Of(replay))
        {
            line.Text.Length.ShouldBeLessThanOrEqualTo(ReplayText.Width, line.Text);
            line.Text.ShouldAllBe(c => !char.IsControl(c) && c != '\u202e');
        }
    }
}
