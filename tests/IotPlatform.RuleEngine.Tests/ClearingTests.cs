using Shouldly;
using Xunit;

namespace IotPlatform.RuleEngine.Tests;

public class ClearingTests
{
    [Fact]
    public void the_first_good_sample_clears_and_auto_resolves()
    {
        var run = new Scenario(Rules.Above30()).Sample(0, 31).Sample(5, 30);
        run.Told.ShouldBe(["Trigger ConditionMet @0 #1", "Resolve Cleared @5 #2"]);
        run.State.AlarmOpen.ShouldBeFalse();
        run.State.IsFiring.ShouldBeFalse();
    }

    [Fact]
    public void without_auto_resolve_the_alarm_stays_open()
    {
        var run = new Scenario(Rules.Above30(autoResolve: false)).Sample(0, 31).Sample(5, 30);
        run.Last.Kind.ShouldBe(VerdictKind.None);
        run.Last.Reason.ShouldBe(Reason.Cleared);
        run.State.AlarmOpen.ShouldBeTrue();
        run.State.IsFiring.ShouldBeFalse();
    }

    [Fact]
    public void inside_the_hysteresis_band_a_firing_rule_goes_on_firing()
    {
        var run = new Scenario(Rules.Above30("\"clear_value\":25")).Sample(0, 31).Sample(1, 30).Sample(2, 25.1);
        run.Last.Reason.ShouldBe(Reason.InsideHysteresisBand);
        run.State.IsFiring.ShouldBeTrue();
        run.Sample(3, 31).Last.Reason.ShouldBe(Reason.AlreadyFiring);
        run.Sample(4, 25).Last.Kind.ShouldBe(VerdictKind.Resolve);
    }

    [Theory]
    [InlineData(">", 31, 30, 25, 26, 25)]
    [InlineData(">=", 30, 29, 25, 25, 24)]
    [InlineData("<", 29, 30, 35, 34, 35)]
    [InlineData("<=", 30, 31, 35, 35, 36)]
    public void the_clear_value_is_passed_where_the_operator_no_longer_holds_for_it(
        string comparison, double breaching, double good, double clearValue, double between, double cleared)
    {
        var config = $$"""{"field":"temperature","operator":"{{comparison}}","value":30,"clear_value":{{clearValue}}}""";
        var run = new Scenario(Rules.Of(config)).Sample(0, breaching).Sample(1, good).Sample(2, between);
        run.Last.Reason.ShouldBe(Reason.InsideHysteresisBand);
        run.Sample(3, cleared).Last.Reason.ShouldBe(Reason.Cleared);
    }

    [Fact]
    public void inside_the_band_a_duration_that_has_not_fired_is_reset()
    {
        var run = new Scenario(Rules.Above30("\"clear_value\":25,\"duration\":60")).Sample(0, 31).Sample(30, 28).Sample(40, 31);
        run.Deadline.ShouldBe(100);
        run.Timer(60).Told.ShouldBeEmpty();
    }

    [Fact]
    public void a_clear_duration_is_over_by_timer()
    {
        var run = new Scenario(Rules.Above30("\"clear_duration\":60")).Sample(0, 31).Sample(10, 29).Sample(20, 28);
        run.Last.Reason.ShouldBe(Reason.ClearDurationNotMet);
        run.Deadline.ShouldBe(70);
        run.Timer(70).Told.ShouldBe(["Trigger ConditionMet @0 #1", "Resolve Cleared @70 #3"]);
        run.Deadline.ShouldBeNull();
    }

    [Theory]
    [InlineData(31)]
    [InlineData(28)]
    public void a_breaching_sample_and_one_inside_the_band_reset_a_clear_duration(double value)
    {
        var run = new Scenario(Rules.Above30("\"clear_value\":25,\"clear_duration\":60")).Sample(0, 31).Sample(10, 20).Sample(50, value);
        run.Deadline.ShouldBeNull();
        run.Sample(60, 20).Timer(119).Last.Reason.ShouldBe(Reason.NothingDue);
        run.Timer(120).Last.Kind.ShouldBe(VerdictKind.Resolve);
    }

    [Fact]
    public void clear_consecutive_counts_clearing_samples_in_a_row()
    {
        var run = new Scenario(Rules.Above30("\"clear_consecutive\":2")).Sample(0, 31).Sample(1, 20);
        run.Last.Reason.ShouldBe(Reason.ClearConsecutiveNotMet);
        run.Sample(2, 31).Sample(3, 20).State.IsFiring.ShouldBeTrue();
        run.Sample(4, 20).Told.ShouldBe(["Trigger ConditionMet @0 #1", "Resolve Cleared @4 #5"]);
    }

    [Fact]
    public void clear_duration_and_clear_consecutive_must_both_be_met()
    {
        var run = new Scenario(Rules.Above30("\"clear_duration\":60,\"clear_consecutive\":2")).Sample(0, 31).Sample(1, 20);
        run.Deadline.ShouldBeNull();
        run.Timer(100).State.IsFiring.ShouldBeTrue();
        run.Sample(101, 20).Told.Last().ShouldBe("Resolve Cleared @101 #3");
    }

    [Fact]
    public void a_rule_that_cleared_fires_anew()
    {
        var run = new Scenario(Rules.Above30()).Sample(0, 31).Sample(1, 20).Sample(2, 31);
        run.Told.ShouldBe(["Trigger ConditionMet @0 #1", "Resolve Cleared @1 #2", "Trigger ConditionMet @2 #3"]);
    }
}
