using Shouldly;
using Xunit;

namespace IotPlatform.RuleEngine.Tests;

public class FiringTests
{
    [Fact]
    public void a_breaching_sample_triggers()
    {
        var run = new Scenario(Rules.Above30()).Sample(0, 30).Sample(1, 30.5);
        run.Told.ShouldBe(["Trigger ConditionMet @1 #2"]);
        run.Last.OpensAlarm.ShouldBeTrue();
        run.State.AlarmOpen.ShouldBeTrue();
    }

    [Theory]
    [InlineData(">", 31, true)]
    [InlineData(">", 30, false)]
    [InlineData(">=", 30, true)]
    [InlineData(">=", 29, false)]
    [InlineData("<", 29, true)]
    [InlineData("<", 30, false)]
    [InlineData("<=", 30, true)]
    [InlineData("<=", 31, false)]
    [InlineData("==", 30, true)]
    [InlineData("==", 31, false)]
    [InlineData("!=", 31, true)]
    [InlineData("!=", 30, false)]
    public void the_operator_decides_what_breaches(string comparison, double value, bool fires) =>
        new Scenario(Rules.Of($$"""{"field":"temperature","operator":"{{comparison}}","value":30}"""))
            .Sample(0, value).State.IsFiring.ShouldBe(fires);

    [Fact]
    public void text_and_booleans_are_compared_for_equality()
    {
        Fires("==", "\"off\"", Scalar.Of("off")).ShouldBeTrue();
        Fires("==", "\"off\"", Scalar.Of("Off")).ShouldBeFalse();
        Fires("!=", "true", Scalar.Of(false)).ShouldBeTrue();
        Fires("==", "1", Scalar.Of("1")).ShouldBeFalse();

        static bool Fires(string comparison, string value, Scalar sample) =>
            new Scenario(Rules.Of($$"""{"field":"temperature","operator":"{{comparison}}","value":{{value}}}"""))
                .Sample(0, sample).State.IsFiring;
    }

    [Fact]
    public void samples_of_other_datapoints_change_nothing()
    {
        var run = new Scenario(Rules.Above30()).Sample(0, Scalar.Of(99), key: "humidity");
        run.Last.Reason.ShouldBe(Reason.OtherKey);
        run.State.ShouldBeSameAs(RuleState.Initial);
    }

    [Fact]
    public void a_value_without_order_is_not_evaluated()
    {
        var run = new Scenario(Rules.Above30("\"consecutive\":2")).Sample(0, 31).Sample(1, Scalar.Of("31"));
        run.Last.Reason.ShouldBe(Reason.WrongType);
        run.Sample(2, 31).Told.ShouldBe(["Trigger ConditionMet @2 #3"]);
    }

    [Fact]
    public void further_breaching_samples_do_not_trigger_again()
    {
        var run = new Scenario(Rules.Above30()).Sample(0, 31).Sample(1, 32).Sample(2, 33);
        run.Last.Reason.ShouldBe(Reason.AlreadyFiring);
        run.Told.ShouldBe(["Trigger ConditionMet @0 #1"]);
    }

    [Fact]
    public void a_duration_counts_from_the_first_breaching_sample_and_fires_by_timer()
    {
        var run = new Scenario(Rules.Above30("\"duration\":300")).Sample(10, 31).Sample(100, 32);
        run.Last.Reason.ShouldBe(Reason.DurationNotMet);
        run.Deadline.ShouldBe(310);
        run.Timer(309.9).Last.Reason.ShouldBe(Reason.NothingDue);
        run.Timer(310).Told.ShouldBe(["Trigger ConditionMet @310 #2"]);
        run.Deadline.ShouldBeNull();
    }

    [Fact]
    public void silence_does_not_reset_a_duration() =>
        new Scenario(Rules.Above30("\"duration\":86400")).Sample(0, 31).Timer(86400).Told.ShouldBe(["Trigger ConditionMet @86400 #1"]);

    [Fact]
    public void one_good_sample_resets_a_duration()
    {
        var run = new Scenario(Rules.Above30("\"duration\":300")).Sample(0, 31).Sample(200, 30);
        run.Last.Reason.ShouldBe(Reason.ConditionNotMet);
        run.Deadline.ShouldBeNull();
        run.Sample(210, 31).Deadline.ShouldBe(510);
        run.Timer(300).Sample(509, 31).Told.ShouldBeEmpty();
        run.Timer(510).Told.ShouldBe(["Trigger ConditionMet @510 #4"]);
    }

    [Fact]
    public void a_late_timer_is_dated_to_its_deadline() =>
        new Scenario(Rules.Above30("\"duration\":300")).Sample(0, 31).Timer(5000).Told.ShouldBe(["Trigger ConditionMet @300 #1"]);

    [Fact]
    public void a_sample_that_comes_instead_of_the_timer_shows_that_the_duration_was_held()
    {
        var run = new Scenario(Rules.Above30("\"duration\":300")).Sample(0, 31).Sample(400, 20);
        run.Told.ShouldBe(["Trigger ConditionMet @300 #1", "Resolve Cleared @400 #2"]);
    }

    [Fact]
    public void a_good_sample_at_the_very_deadline_comes_after_it() =>
        new Scenario(Rules.Above30("\"duration\":300")).Sample(0, 31).Sample(300, 20).Told
            .ShouldBe(["Trigger ConditionMet @300 #1", "Resolve Cleared @300 #2"]);

    [Fact]
    public void consecutive_counts_breaching_samples_in_a_row()
    {
        var run = new Scenario(Rules.Above30("\"consecutive\":3")).Sample(0, 31).Sample(1, 31);
        run.Last.Reason.ShouldBe(Reason.ConsecutiveNotMet);
        run.Sample(2, 30).Sample(3, 31).Sample(4, 31).Told.ShouldBeEmpty();
        run.Sample(5, 31).Told.ShouldBe(["Trigger ConditionMet @5 #6"]);
    }

    [Fact]
    public void consecutive_alone_sets_no_timer() =>
        new Scenario(Rules.Above30("\"consecutive\":3")).Sample(0, 31).Sample(1, 31).Deadline.ShouldBeNull();

    [Fact]
    public void duration_and_consecutive_must_both_be_met()
    {
        var few = new Scenario(Rules.Above30("\"duration\":60,\"consecutive\":3")).Sample(0, 31).Sample(10, 31);
        few.Deadline.ShouldBeNull();
        few.Timer(60).Told.ShouldBeEmpty();
        few.Sample(90, 31).Told.ShouldBe(["Trigger ConditionMet @90 #3"]);

        var brief = new Scenario(Rules.Above30("\"duration\":60,\"consecutive\":3")).Sample(0, 31).Sample(10, 31).Sample(20, 31);
        brief.Last.Reason.ShouldBe(Reason.DurationNotMet);
        brief.Timer(60).Told.ShouldBe(["Trigger ConditionMet @60 #3"]);
    }
}
