using Shouldly;
using Xunit;

namespace IotPlatform.RuleEngine.Tests;

public class AlarmTests
{
    [Fact]
    public void a_firing_edge_while_the_alarm_is_open_retriggers_it()
    {
        var run = new Scenario(Rules.Above30(autoResolve: false, cooldown: 3600)).Sample(0, 31).Sample(1, 20).Sample(2, 31);
        run.Told.ShouldBe(["Trigger ConditionMet @0 #1", "Retrigger ConditionMet @2 #3"]);
        run.Last.OpensAlarm.ShouldBeFalse();
    }

    [Fact]
    public void an_alarm_from_before_is_retriggered_by_a_fresh_state() =>
        new Scenario(Rules.Above30()).Opened(0).Sample(1, 31).Told.ShouldBe(["Retrigger ConditionMet @1 #1"]);

    [Fact]
    public void an_alarm_from_before_is_resolved_when_the_condition_turns_out_clear()
    {
        new Scenario(Rules.Above30()).Opened(0).Sample(1, 20).Told.ShouldBe(["Resolve Cleared @1 #1"]);
        new Scenario(Rules.Above30("\"clear_value\":25")).Opened(0).Sample(1, 28).Told.ShouldBeEmpty();
        new Scenario(Rules.Above30("\"clear_duration\":60")).Opened(0).Sample(1, 20).Timer(61).Told.ShouldBe(["Resolve Cleared @61 #1"]);
        new Scenario(Rules.Above30(autoResolve: false)).Opened(0).Sample(1, 20).Told.ShouldBeEmpty();
    }

    [Fact]
    public void a_reopened_alarm_is_not_resolved_by_further_good_samples_but_by_the_next_clearing()
    {
        var run = new Scenario(Rules.Above30()).Sample(0, 31).Sample(1, 20).Opened(2).Sample(3, 19);
        run.Last.Reason.ShouldBe(Reason.ConditionNotMet);
        run.State.AlarmOpen.ShouldBeTrue();
        run.Sample(4, 31).Sample(5, 20).Told.TakeLast(2).ShouldBe(["Retrigger ConditionMet @4 #4", "Resolve Cleared @5 #5"]);
    }

    [Fact]
    public void after_a_person_closed_the_alarm_the_next_breaching_sample_triggers()
    {
        var run = new Scenario(Rules.Above30()).Sample(0, 31).Closed(10);
        run.Last.Reason.ShouldBe(Reason.AlarmNoted);
        run.Deadline.ShouldBeNull();
        run.Timer(20).Sample(30, 32).Told.ShouldBe(["Trigger ConditionMet @0 #1", "Trigger StillBreaching @30 #2"]);
    }

    [Fact]
    public void after_a_person_closed_the_alarm_a_clearing_sample_triggers_nothing()
    {
        var run = new Scenario(Rules.Above30()).Sample(0, 31).Closed(10).Sample(20, 20);
        run.Last.Reason.ShouldBe(Reason.Cleared);
        run.Sample(30, 31).Told.Last().ShouldBe("Trigger ConditionMet @30 #3");
    }

    [Fact]
    public void a_closed_alarm_that_is_reopened_owes_no_trigger() =>
        new Scenario(Rules.Above30()).Sample(0, 31).Closed(10).Opened(11).Sample(12, 31).Last.Reason.ShouldBe(Reason.AlreadyFiring);

    [Fact]
    public void closing_is_noted_once()
    {
        var run = new Scenario(Rules.Above30()).Closed(0).Sample(1, 31).Closed(2).Closed(3);
        run.Sample(4, 31).Sample(5, 31).Told.ShouldBe(["Trigger ConditionMet @1 #1", "Trigger StillBreaching @4 #2"]);
    }

    [Fact]
    public void a_mark_ends_when_the_condition_clears_whatever_becomes_of_the_alarm()
    {
        var run = new Scenario(Rules.Above30(autoResolve: false, actions: RuleActions.CreateAlarm | RuleActions.MarkUnhealthy));
        run.Sample(1, 31).Sample(2, 20).Told.ShouldBe(["Trigger ConditionMet @1 #1", "Clear Cleared @2 #2"]);
        run.State.AlarmOpen.ShouldBeTrue();
        run.Sample(3, 31).Told.Last().ShouldBe("Retrigger ConditionMet @3 #3");
    }

    [Fact]
    public void without_create_alarm_each_firing_edge_triggers_once_and_no_alarm_is_open()
    {
        var run = new Scenario(Rules.Above30(actions: RuleActions.SendWebhook | RuleActions.MarkUnhealthy)).Opened(0).Sample(1, 31);
        run.Last.OpensAlarm.ShouldBeFalse();
        run.State.AlarmOpen.ShouldBeFalse();
        run.State.IsFiring.ShouldBeTrue();
        run.Sample(2, 32).Timer(3).Closed(4).Sample(5, 32).Sample(6, 20).Sample(7, 31).Told
            .ShouldBe(["Trigger ConditionMet @1 #1", "Clear Cleared @6 #4", "Trigger ConditionMet @7 #5"]);
    }
}
