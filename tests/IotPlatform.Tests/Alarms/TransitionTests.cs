using IotPlatform.Alarms;
using IotPlatform.Platform;
using Shouldly;
using Xunit;
using static IotPlatform.Tests.Alarms.SampleAlarm;

namespace IotPlatform.Tests.Alarms;

/// <summary>The whole table: every action in every status.</summary>
public sealed class TransitionTests
{
    private static readonly ErasableText Because = ErasableText.New("because");
    private static readonly AlarmNote Note = new(Because);

    private static Decision Decide(string action, Alarm alarm) => action switch
    {
        "acknowledge" => AcknowledgeAlarmEndpoint.Decide(Note, alarm, Actor, Now),
        "resolve" => ResolveAlarmEndpoint.Decide(Note, alarm, Actor, Now),
        _ => ReopenAlarmEndpoint.Decide(Note, alarm, Actor, Now),
    };

    public static TheoryData<string, AlarmStatus, object, AlarmStatus> Allowed => new()
    {
        { "acknowledge", AlarmStatus.Active, Acknowledged with { Note = Because }, AlarmStatus.Acknowledged },
        { "resolve", AlarmStatus.Active, Resolved with { Note = Because }, AlarmStatus.Resolved },
        { "resolve", AlarmStatus.Acknowledged, Resolved with { From = AlarmStatus.Acknowledged, Note = Because }, AlarmStatus.Resolved },
        { "reopen", AlarmStatus.Resolved, Reopened with { Note = Because }, AlarmStatus.Active },
    };

    [Theory]
    [MemberData(nameof(Allowed))]
    public void an_allowed_transition_is_one_event(string action, AlarmStatus from, object fact, AlarmStatus to)
    {
        var decision = Decide(action, In(from));
        decision.ShouldAppend(fact);
        In(from).After(decision)!.Status.ShouldBe(to);
    }

    [Theory]
    [InlineData("acknowledge", AlarmStatus.Acknowledged, "acknowledged already")]
    [InlineData("acknowledge", AlarmStatus.Resolved, "Reopen it first")]
    [InlineData("resolve", AlarmStatus.Resolved, "resolved already")]
    [InlineData("reopen", AlarmStatus.Active, "Only a resolved alarm")]
    [InlineData("reopen", AlarmStatus.Acknowledged, "Only a resolved alarm")]
    public void any_other_is_refused(string action, AlarmStatus from, string about) =>
        Decide(action, In(from)).ShouldRefuse(409, "invalid_state", about);

    [Theory]
    [MemberData(nameof(Allowed))]
    public void of_two_equal_transitions_the_second_is_refused(string action, AlarmStatus from, object fact, AlarmStatus to)
    {
        var after = In(from).After(Decide(action, In(from)))!;
        after.Status.ShouldBe(to);
        Decide(action, after).Refusal.ShouldNotBeNull(fact.ToString());
    }

    [Theory]
    [InlineData("{}", null)]
    [InlineData("""{"note":null}""", null)]
    [InlineData("""{"note":"because"}""", "because")]
    public void a_note_is_optional(string json, string? note)
    {
        var body = Body.Parse(json);
        AlarmNote.Read(body).Note?.Text.ShouldBe(note);
        (AlarmNote.Read(body).Note is null).ShouldBe(note is null);
        body.Faults.ShouldBeEmpty();
    }

    [Fact]
    public void each_note_has_a_salt_of_its_own()
    {
        var body = Body.Parse("""{"note":"because"}""");
        AlarmNote.Read(body).Note!.Salt.ShouldNotBe(AlarmNote.Read(body).Note!.Salt);
    }

    [Theory]
    [InlineData(AlarmStatus.Active)]
    [InlineData(AlarmStatus.Acknowledged)]
    [InlineData(AlarmStatus.Resolved)]
    public void notes_are_erased_in_every_status_and_leave_it_as_it_is(AlarmStatus status)
    {
        var decision = EraseAlarmNotesEndpoint.Decide(2, In(status), Actor, Now);
        decision.ShouldAppend(new AlarmNotesErased("alarm-1", Actor, Now));
        In(status).After(decision)!.Status.ShouldBe(status);
    }

    [Fact]
    public void where_no_note_was_found_nothing_is_to_be_said() =>
        EraseAlarmNotesEndpoint.Decide(0, In(AlarmStatus.Acknowledged), Actor, Now).ShouldChangeNothing();

    [Fact]
    public void a_note_has_up_to_1000_characters()
    {
        var body = Body.Parse($$"""{"note":"{{new string('x', 1001)}}"}""");
        AlarmNote.Read(body);
        body.Faults.ShouldHaveSingleItem().Field.ShouldBe("note");
    }
}
