using IotPlatform.Alarms;
using JasperFx.Events;
using Shouldly;
using Xunit;
using static IotPlatform.Tests.Alarms.SampleAlarm;

namespace IotPlatform.Tests.Alarms;

public sealed class AlarmTimelineTests
{
    private static AlarmTimeline Tell(params IEvent[] stream) => GetAlarmTimelineEndpoint.Tell("alarm-1", stream);

    private static IEvent Stored<T>(T fact) where T : notnull => Decisions.Stored(fact, "alarm-1");

    [Fact]
    public void it_tells_every_transition_with_its_actor_and_note() => Tell(
        Stored(Triggered), Stored(Retriggered), Stored(Acknowledged), Stored(Resolved), Stored(Reopened)).Events
        .Select(entry => (entry.EventType, entry.FromStatus, entry.ToStatus, entry.Actor, entry.Note)).ShouldBe(
        [
            ("triggered", null, AlarmStatus.Active, "system", null),
            ("retriggered", AlarmStatus.Active, AlarmStatus.Active, "system", null),
            ("acknowledged", AlarmStatus.Active, AlarmStatus.Acknowledged, Actor, "seen"),
            ("resolved", AlarmStatus.Acknowledged, AlarmStatus.Resolved, Actor, "done"),
            ("reopened", AlarmStatus.Resolved, AlarmStatus.Active, Actor, "again"),
        ]);

    [Fact]
    public void it_tells_who_was_told_and_who_was_not()
    {
        var entries = Tell(
            Stored(Triggered), Stored(new AlarmNotificationSent("alarm-1", Told, Now)),
            Stored(new AlarmNotificationFailed("alarm-1", Told, "refused", Now))).Events;
        entries.Skip(1).Select(entry => (entry.EventType, entry.FromStatus, entry.ToStatus, entry.Actor)).ShouldBe(
        [
            ("notification_sent", AlarmStatus.Active, AlarmStatus.Active, "system"),
            ("notification_failed", AlarmStatus.Active, AlarmStatus.Active, "system"),
        ]);
        entries[1].Details!.Value.GetRawText().ShouldBe(
            """
            {"delivery_id":"delivery-1","channel_id":"channel-1","channel_name":"Night shift","channel_type":"email","policy_id":"policy-1","event_type":"triggered","attempts":2,"response_code":250}
            """);
        entries[2].Details!.Value.GetProperty("error").GetString().ShouldBe("refused");
    }

    [Theory]
    [InlineData(AlarmResolution.Auto, "auto_resolved")]
    [InlineData(AlarmResolution.Manual, "resolved")]
    [InlineData(AlarmResolution.RuleDeleted, "resolved")]
    [InlineData(AlarmResolution.DeviceDeleted, "resolved")]
    [InlineData(AlarmResolution.DeviceDeactivated, "resolved")]
    public void only_a_cleared_condition_resolves_by_itself(AlarmResolution resolution, string type) =>
        Tell(Stored(Triggered), Stored(Resolved with { Resolution = resolution })).Events[^1].EventType.ShouldBe(type);

    [Fact]
    public void that_notes_were_erased_is_told_and_what_they_said_is_not() => Tell(
        Stored(Triggered), Stored(Acknowledged with { Note = Acknowledged.Note!.Erase() }), Stored(Erased)).Events
        .Select(entry => (entry.EventType, entry.FromStatus, entry.ToStatus, entry.Actor, entry.Note)).Skip(1).ShouldBe(
        [
            ("acknowledged", AlarmStatus.Active, AlarmStatus.Acknowledged, Actor, null),
            ("notes_erased", AlarmStatus.Acknowledged, AlarmStatus.Acknowledged, Actor, null),
        ]);

    [Fact]
    public void firings_carry_their_evidence_and_transitions_none()
    {
        var entries = Tell(Stored(Triggered), Stored(Retriggered), Stored(Acknowledged)).Events;
        entries.Select(entry => entry.Details?.GetRawText()).ShouldBe(["""{"evidence":{}}""", """{"evidence":{}}""", null]);
    }

    [Fact]
    public void an_entry_has_the_events_id_and_the_time_of_the_decision()
    {
        var stored = new Event<AlarmTriggered>(Triggered) { Id = Guid.Parse("019ac3f0-7b1c-7e21-9d6e-0a1b2c3d4e5f") };
        var entry = Tell(stored).Events.ShouldHaveSingleItem();
        (entry.Id, entry.CreatedAt).ShouldBe((stored.Id, Opened));
    }

    [Fact]
    public void a_stream_of_something_else_tells_nothing() => Tell(Stored("a device's event")).Events.ShouldBeEmpty();
}
