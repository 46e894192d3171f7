using IotPlatform.Alarms;
using IotPlatform.RuleEngine;
using Shouldly;
using Xunit;
using static IotPlatform.Tests.Alarms.SampleAlarm;

namespace IotPlatform.Tests.Alarms;

public sealed class AlarmTests
{
    private static readonly Alarm Fresh = new()
    {
        Id = "alarm-1",
        RuleId = "rule-1",
        RuleName = "Too warm",
        RuleType = "threshold",
        DeviceId = "sensor-1",
        DeviceName = "Sensor",
        Severity = Severity.Critical,
        Status = AlarmStatus.Active,
        Message = "31 > 30",
        Details = Details,
        OccurrenceCount = 1,
        TriggeredAt = Measured,
        LastTriggeredAt = Measured,
        CreatedAt = Opened,
        UpdatedAt = Opened,
    };

    private static void ShouldBe(Alarm alarm, Alarm expected) => Decisions.Tell(alarm).ShouldBe(Decisions.Tell(expected));

    [Fact]
    public void a_firing_opens_an_alarm() => ShouldBe(Of(), Fresh);

    [Fact]
    public void a_further_firing_counts_it_up_and_keeps_the_first_evidence() =>
        ShouldBe(Of(Retriggered), Fresh with { OccurrenceCount = 2, LastTriggeredAt = Retriggered.TriggeredAt, UpdatedAt = Now });

    [Fact]
    public void a_further_firing_leaves_an_acknowledged_alarm_acknowledged() =>
        Of(Acknowledged, Retriggered).Status.ShouldBe(AlarmStatus.Acknowledged);

    [Fact]
    public void an_acknowledgement_says_who_when_and_what() => ShouldBe(Of(Acknowledged), Fresh with
    {
        Status = AlarmStatus.Acknowledged,
        AcknowledgedAt = Now,
        AcknowledgedBy = Actor,
        AcknowledgeNote = "seen",
        UpdatedAt = Now,
    });

    [Fact]
    public void a_resolution_says_who_when_what_and_how() => ShouldBe(Of(Acknowledged, Resolved), Of(Acknowledged) with
    {
        Status = AlarmStatus.Resolved,
        ResolvedAt = Now,
        ResolvedBy = Actor,
        ResolveNote = "done",
        Resolution = AlarmResolution.Manual,
        UpdatedAt = Now,
    });

    [Fact]
    public void a_reopened_alarm_starts_unacknowledged_and_keeps_its_count() =>
        ShouldBe(Of(Retriggered, Acknowledged, Resolved, Reopened), Of(Retriggered) with { ReopenedCount = 1, UpdatedAt = Now });

    [Fact]
    public void erased_notes_are_gone_and_all_else_stays() => ShouldBe(
        Of(Acknowledged, Resolved, Erased),
        Of(Acknowledged, Resolved) with { AcknowledgeNote = null, ResolveNote = null, UpdatedAt = Erased.At });

    [Fact]
    public void an_event_without_its_note_makes_the_same_alarm_without_it() => ShouldBe(
        Of(Acknowledged with { Note = Acknowledged.Note!.Erase() }), Of(Acknowledged) with { AcknowledgeNote = null });

    [Fact]
    public void every_event_that_an_alarm_knows_changes_it_but_those_that_tell_who_was_told()
    {
        object[] facts = [Triggered, Retriggered, Acknowledged, Resolved, Reopened, Erased];
        Type[] telling = [typeof(AlarmNotificationSent), typeof(AlarmNotificationFailed)];
        facts.Select(fact => fact.GetType()).Concat(telling).ShouldBe(Alarm.EventTypes, ignoreOrder: true);
        var before = Of() with { Message = "before" };
        foreach (var fact in facts) Decisions.Tell(Alarm.Fold(before, fact)).ShouldNotBe(Decisions.Tell(before), fact.ToString());
        Alarm.Fold(before, new AlarmNotificationSent("alarm-1", SampleAlarm.Told, Now)).ShouldBe(before);
        Alarm.Fold(before, new AlarmNotificationFailed("alarm-1", SampleAlarm.Told, "gone", Now)).ShouldBe(before);
    }
}
