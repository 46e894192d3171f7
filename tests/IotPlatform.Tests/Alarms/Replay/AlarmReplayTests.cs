using System.Text.Json;
using IotPlatform.Alarms;
using IotPlatform.Platform;
using JasperFx.Events;
using NodaTime;
using Shouldly;
using Xunit;
using static IotPlatform.Tests.Alarms.SampleAlarm;

namespace IotPlatform.Tests.Alarms.Replay;

public sealed class AlarmReplayTests
{
    private static readonly IEvent[] Stream =
    [
        Decisions.Stored(Triggered, "alarm-1"),
        Decisions.Stored(Retriggered with { At = Opened + Duration.FromMinutes(1) }, "alarm-1", 2),
        Decisions.Stored(Acknowledged, "alarm-1", 3),
        Decisions.Stored(Erased, "alarm-1", 4),
    ];

    private static AlarmReplay? Replay(Instant? asOf = null) => AlarmReplay.Of("acme", "alarm-1", Stream, asOf);

    [Fact]
    public void each_event_is_a_step_with_its_place_in_the_stream() => Replay()!.Steps
        .Select(step => (step.Number, step.EventType, step.Actor, step.Message, step.Note)).ShouldBe(
        [
            (1, "triggered", "system", "31 > 30", null),
            (2, "retriggered", "system", "32 > 30", null),
            (3, "acknowledged", Actor, null, "seen"),
            (4, "notes_erased", Actor, null, null),
        ]);

    [Fact]
    public void it_ends_with_the_alarm_as_its_events_make_it() => Decisions.Tell(Replay()!.Alarm).ShouldBe(
        Decisions.Tell(Of(Retriggered with { At = Opened + Duration.FromMinutes(1) }, Acknowledged, Erased)));

    [Fact]
    public void what_a_step_changed_is_told_with_both_values()
    {
        var changes = Replay()!.Steps[1].Changes.Select(change => (change.Member, change.Before?.ToString(), change.After?.ToString()));
        changes.ShouldBe(
            [("occurrence_count", "1", "2"), ("last_triggered_at", Json.Format(Measured), Json.Format(Retriggered.TriggeredAt))]);
    }

    [Fact]
    public void of_a_new_alarm_all_that_is_set_is_a_change()
    {
        var members = Replay()!.Steps[0].Changes.ToDictionary(change => change.Member, change => (change.Before, change.After?.ToString()));
        members["status"].ShouldBe((null, "active"));
        members["device_id"].ShouldBe((null, "sensor-1"));
        members.Keys.ShouldNotContain("resolution");
        members.Keys.ShouldNotContain("updated_at");
    }

    [Fact]
    public void it_stops_at_the_time_that_it_is_asked_for()
    {
        var replay = Replay(Acknowledged.At)!;
        (replay.Steps.Count, replay.Alarm.AcknowledgeNote, replay.AsOf).ShouldBe((3, "seen", Acknowledged.At));
        Replay(Acknowledged.At - Duration.FromTicks(10))!.Alarm.Status.ShouldBe(AlarmStatus.Active);
    }

    [Fact]
    public void before_the_first_event_there_is_nothing() => Replay(Opened - Duration.Epsilon).ShouldBeNull();

    [Fact]
    public void a_stream_of_something_else_is_no_alarm() =>
        AlarmReplay.Of("acme", "sensor-1", [Decisions.Stored("a device's event", "sensor-1")], null).ShouldBeNull();

    [Fact]
    public void a_note_shows_its_commitment_whether_it_is_erased_or_not()
    {
        var note = ErasableText.New("seen");
        string?[] Commitments(ErasableText? said)
        {
            IEvent[] stream = [Stream[0], Decisions.Stored(Acknowledged with { Note = said }, "alarm-1", 2)];
            return [.. AlarmReplay.Of("acme", "alarm-1", stream, null)!.Steps.Select(step => step.NoteCommitment)];
        }
        Commitments(note).ShouldBe([null, note.Commitment]);
        Commitments(note.Erase()).ShouldBe([null, note.Commitment]);
        Commitments(null).ShouldBe([null, null]);
    }

    [Fact]
    public void as_json_it_has_stable_names()
    {
        var json = JsonSerializer.SerializeToElement(Replay(), Json.Api);
        Names(json).ShouldBe(["alarm_id", "customer", "as_of", "steps", "alarm"]);
        Names(json.GetProperty("steps")[1]).ShouldBe(
        [
            "number", "id", "event_type", "created_at", "actor", "message", "note", "note_commitment", "from_status", "to_status",
            "changes", "details",
        ]);
        Names(json.GetProperty("steps")[1].GetProperty("changes")[0]).ShouldBe(["member", "before", "after"]);
    }

    private static IEnumerable<string> Names(JsonElement json) => json.EnumerateObject().Select(member => member.Name);
}
