using Shouldly;
using Xunit;

namespace IotPlatform.RuleEngine.Tests;

public class CooldownTests
{
    [Fact]
    public void a_firing_edge_in_the_cooldown_waits_for_its_end()
    {
        var run = new Scenario(Rules.Above30(cooldown: 60)).Sample(0, 31).Sample(10, 20).Sample(20, 31);
        run.Last.Reason.ShouldBe(Reason.CoolingDown);
        run.Deadline.ShouldBe(60);
        run.Sample(30, 32).Last.Reason.ShouldBe(Reason.CoolingDown);
        run.Timer(60).Told.ShouldBe(["Trigger ConditionMet @0 #1", "Resolve Cleared @10 #2", "Trigger CooldownOver @60 #4"]);
        run.Deadline.ShouldBeNull();
    }

    [Fact]
    public void what_clears_in_the_cooldown_triggers_no_more()
    {
        var run = new Scenario(Rules.Above30(cooldown: 60)).Sample(0, 31).Sample(10, 20).Sample(20, 31).Sample(30, 20);
        run.Deadline.ShouldBeNull();
        run.Timer(60).Told.Count().ShouldBe(2);
    }

    [Fact]
    public void what_clears_by_timer_at_the_end_of_the_cooldown_triggers_no_more()
    {
        var run = new Scenario(Rules.Above30("\"clear_duration\":20", cooldown: 60)).Sample(0, 31).Closed(10).Sample(40, 20);
        run.Deadline.ShouldBe(60);
        run.Timer(60).Told.ShouldBe(["Trigger ConditionMet @0 #1"]);
        run.State.IsFiring.ShouldBeFalse();
    }

    [Fact]
    public void of_two_deadlines_the_earlier_comes_first_though_both_timers_are_late()
    {
        var run = new Scenario(Rules.Above30("\"clear_duration\":30", cooldown: 60)).Sample(0, 31).Closed(10).Sample(40, 20).Timer(500);
        run.Told.ShouldBe(["Trigger ConditionMet @0 #1", "Trigger CooldownOver @60 #1", "Resolve Cleared @70 #2"]);
    }

    [Fact]
    public void the_cooldown_ends_at_its_very_second()
    {
        var run = new Scenario(Rules.Above30(cooldown: 60)).Sample(0, 31).Sample(10, 20).Sample(59.999, 31);
        run.Last.Reason.ShouldBe(Reason.CoolingDown);
        new Scenario(Rules.Above30(cooldown: 60)).Sample(0, 31).Sample(10, 20).Sample(60, 31).Last.Reason.ShouldBe(Reason.ConditionMet);
    }

    [Fact]
    public void an_alarm_closed_in_the_cooldown_is_followed_by_the_next_at_its_end()
    {
        var run = new Scenario(Rules.Above30(cooldown: 60)).Sample(0, 31).Closed(10);
        run.Deadline.ShouldBe(60);
        run.Timer(60).Told.ShouldBe(["Trigger ConditionMet @0 #1", "Trigger CooldownOver @60 #1"]);
    }

    [Fact]
    public void an_alarm_closed_after_the_cooldown_is_followed_by_the_next_only_on_a_breaching_sample()
    {
        var run = new Scenario(Rules.Above30(cooldown: 60)).Sample(0, 31).Closed(70);
        run.Deadline.ShouldBeNull();
        run.Timer(100).Sample(110, 31).Told.ShouldBe(["Trigger ConditionMet @0 #1", "Trigger StillBreaching @110 #2"]);
    }

    [Fact]
    public void the_cooldown_counts_from_the_last_trigger_and_not_from_a_retrigger()
    {
        var run = new Scenario(Rules.Above30(cooldown: 60, autoResolve: false)).Sample(0, 31).Sample(10, 20).Sample(50, 31).Closed(55);
        run.Deadline.ShouldBe(60);
    }

    [Fact]
    public void the_end_of_a_cooldown_triggers_nothing_while_the_alarm_is_open() =>
        new Scenario(Rules.Above30(cooldown: 60)).Sample(0, 31).Timer(60).Sample(70, 31).Told.ShouldBe(["Trigger ConditionMet @0 #1"]);

    [Fact]
    public void without_create_alarm_a_firing_goes_on_through_the_end_of_its_cooldown_in_silence() =>
        new Scenario(Rules.Above30(cooldown: 60, actions: RuleActions.SendWebhook)).Sample(0, 31).Timer(60).Sample(70, 31).Told
            .ShouldBe(["Trigger ConditionMet @0 #1"]);

    [Fact]
    public void without_create_alarm_an_edge_in_the_cooldown_triggers_at_its_end() =>
        new Scenario(Rules.Above30(cooldown: 60, actions: RuleActions.SendWebhook)).Sample(0, 31).Sample(1, 20).Sample(2, 31).Timer(60).Told
            .ShouldBe(["Trigger ConditionMet @0 #1", "Trigger CooldownOver @60 #3"]);
}
