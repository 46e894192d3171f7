using Shouldly;
using Xunit;

namespace IotPlatform.RuleEngine.Tests;

public class EventTimeTests
{
    [Fact]
    public void a_sample_older_than_the_last_evaluated_one_is_not_evaluated()
    {
        var run = new Scenario(Rules.Above30()).Sample(10, 20).Sample(9, 99, received: 11);
        run.Last.Reason.ShouldBe(Reason.StaleSample);
        run.State.IsFiring.ShouldBeFalse();
    }

    [Fact]
    public void a_stale_good_sample_resets_nothing()
    {
        var run = new Scenario(Rules.Above30("\"duration\":60")).Sample(10, 31).Sample(9, 20, received: 12);
        run.Deadline.ShouldBe(70);
    }

    [Fact]
    public void a_duplicate_counts_once()
    {
        var run = new Scenario(Rules.Above30("\"consecutive\":2")).Sample(0, 31).Sample(0, 31, received: 5);
        run.Last.Reason.ShouldBe(Reason.DuplicateSample);
        run.Sample(6, 31).Told.ShouldBe(["Trigger ConditionMet @6 #3"]);
    }

    [Fact]
    public void another_value_at_the_same_time_is_evaluated() =>
        new Scenario(Rules.Above30()).Sample(0, 20).Sample(0, 31, received: 1).Told.ShouldBe(["Trigger ConditionMet @0 #2"]);

    [Fact]
    public void a_sample_is_never_later_than_its_receipt()
    {
        var run = new Scenario(Rules.Above30("\"duration\":60")).Sample(at: 200, 31, received: 0);
        run.Deadline.ShouldBe(60);
        run.Sample(10, 20).Last.Reason.ShouldBe(Reason.ConditionNotMet);
    }

    [Fact]
    public void samples_that_come_late_count_by_their_own_time()
    {
        var run = new Scenario(Rules.Above30("\"duration\":300"))
            .Sample(0, 31, received: 7200).Sample(200, 20, received: 7200)
            .Sample(400, 31, received: 7200).Sample(800, 31, received: 7200);
        run.Told.ShouldBe(["Trigger ConditionMet @700 #3"]);
    }

    [Fact]
    public void a_deadline_may_already_have_passed_when_samples_come_late()
    {
        var run = new Scenario(Rules.Above30("\"duration\":300")).Sample(0, 31, received: 7200);
        run.Deadline.ShouldBe(300);
        run.Timer(7200).Told.ShouldBe(["Trigger ConditionMet @300 #1"]);
    }

    [Fact]
    public void what_fired_by_timer_is_not_undone_by_a_late_sample_nor_resolved_before_it_was_triggered()
    {
        var run = new Scenario(Rules.Above30("\"duration\":300")).Sample(0, 31).Timer(300).Sample(290, 20, received: 310);
        run.Told.ShouldBe(["Trigger ConditionMet @300 #1", "Resolve Cleared @300 #2"]);
    }

    [Fact]
    public void after_an_outage_of_the_platform_a_device_has_time_to_send_the_good_samples_that_it_held()
    {
        var run = new Scenario(Rules.Above30("\"duration\":300")).Sample(0, 31).Outage(200, 400).Timer(410);
        run.Last.Reason.ShouldBe(Reason.NothingDue);
        run.Deadline.ShouldBe(430);
        run.Sample(250, 20, received: 420).Sample(420, 31).Timer(430).Told.ShouldBeEmpty();
    }

    [Fact]
    public void a_firing_that_waited_for_such_samples_is_dated_to_its_deadline_all_the_same() =>
        new Scenario(Rules.Above30("\"duration\":300")).Sample(0, 31).Outage(200, 400).Restart().Timer(430).Told
            .ShouldBe(["Trigger ConditionMet @300 #1"]);

    [Fact]
    public void a_sample_shows_what_held_until_it_however_short_the_time_since_the_outage() =>
        new Scenario(Rules.Above30("\"duration\":300")).Sample(0, 31).Outage(200, 400).Sample(405, 20).Told
            .ShouldBe(["Trigger ConditionMet @300 #1", "Resolve Cleared @405 #2"]);

    [Fact]
    public void what_was_due_before_the_outage_waits_for_nothing()
    {
        var run = new Scenario(Rules.Above30("\"duration\":300")).Sample(0, 31).Outage(300, 900);
        run.Told.ShouldBe(["Trigger ConditionMet @300 #1"]);
        run.Last.Reason.ShouldBe(Reason.OutageNoted);
    }

    [Fact]
    public void a_replay_delivers_the_timers_that_fell_between_messages()
    {
        var first = new SampleTaken("temperature", Scalar.Of(31), Scenario.Time(0), Scenario.Time(0), 1);
        var late = new SampleTaken("temperature", Scalar.Of(20), Scenario.Time(290), Scenario.Time(400), 2);
        Replayed("\"duration\":300", 1000, first, late).ShouldBe(["Trigger ConditionMet @300 #1", "Resolve Cleared @300 #2"]);
    }

    [Fact]
    public void a_replay_delivers_no_timer_between_the_samples_of_one_message()
    {
        var breach = new SampleTaken("temperature", Scalar.Of(31), Scenario.Time(0), Scenario.Time(7200), 1);
        var good = new SampleTaken("temperature", Scalar.Of(20), Scenario.Time(290), Scenario.Time(7200), 2);
        var message = new Message(Scenario.Time(7200), [breach, good]);
        Replay.Run(Rules.Above30("\"duration\":300"), RuleState.Initial, [message], Scenario.Time(9000))
            .ShouldAllBe(step => step.Verdict.Kind == VerdictKind.None);
    }

    [Fact]
    public void a_replay_ends_with_the_timers_that_are_due_by_its_end()
    {
        var sample = new SampleTaken("temperature", Scalar.Of(31), Scenario.Time(0), Scenario.Time(0), 1);
        Replayed("\"duration\":300", 299, sample).ShouldBeEmpty();
        Replayed("\"duration\":300", 300, sample).ShouldBe(["Trigger ConditionMet @300 #1"]);
    }

    private static string[] Replayed(string config, double until, params SampleTaken[] samples) =>
    [
        .. Replay.Run(
                Rules.Above30(config), RuleState.Initial,
                samples.Select(sample => new Message(sample.ReceivedAt, [sample])), Scenario.Time(until))
            .Where(step => step.Verdict.Grounds is not null).Select(step => Scenario.Tell(step.Verdict)),
    ];
}
