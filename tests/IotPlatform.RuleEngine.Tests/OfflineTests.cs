using IotPlatform.RuleEngine.Conditions;
using NodaTime;
using Shouldly;
using Xunit;

namespace IotPlatform.RuleEngine.Tests;

public class OfflineTests
{
    private static readonly LastSession Open = new(1, null);

    [Fact]
    public void a_device_without_a_session_triggers_after_a_minute()
    {
        var run = new Scenario(Rules.Offline()).Watch(0, Open).Disconnect(10);
        run.Last.Reason.ShouldBe(Reason.DurationNotMet);
        run.Deadline.ShouldBe(70);
        run.Timer(75).Told.ShouldBe(["Trigger ConditionMet @70 #1"]);
        run.Grounds.Message.ShouldBe("offline for 60 s");
    }

    [Fact]
    public void with_no_timeout_it_triggers_at_once() =>
        new Scenario(Rules.Offline("\"timeout_seconds\":0")).Watch(0, Open).Disconnect(10).Told.ShouldBe(["Trigger ConditionMet @10 #1"]);

    [Fact]
    public void a_new_session_resolves_the_alarm()
    {
        var run = new Scenario(Rules.Offline()).Watch(0, Open).Disconnect(10).Timer(70).Connect(100, epoch: 2);
        run.Told.Last().ShouldBe("Resolve Cleared @100 #2");
        run.Grounds.Message.ShouldBe("connected again after 90 s");
        run.Deadline.ShouldBeNull();
    }

    [Fact]
    public void a_device_that_is_back_in_time_triggers_nothing()
    {
        var run = new Scenario(Rules.Offline()).Watch(0, Open).Disconnect(10).Connect(69, epoch: 2).Timer(500);
        run.Told.ShouldBeEmpty();
        run.Disconnect(510, epoch: 2).Deadline.ShouldBe(570);
    }

    [Fact]
    public void a_session_that_begins_at_the_very_end_of_the_timeout_comes_after_it() =>
        new Scenario(Rules.Offline()).Watch(0, Open).Disconnect(10).Connect(70, epoch: 2).Told
            .ShouldBe(["Trigger ConditionMet @70 #1", "Resolve Cleared @70 #2"]);

    [Fact]
    public void a_device_that_never_connected_is_not_missed() =>
        new Scenario(Rules.Offline()).Watch(0, session: null, hadContact: false).Deadline.ShouldBeNull();

    [Fact]
    public void a_take_over_is_no_interruption()
    {
        var run = new Scenario(Rules.Offline("\"timeout_seconds\":0")).Watch(0, Open).Connect(10, epoch: 2).Disconnect(10, epoch: 1);
        run.Last.Reason.ShouldBe(Reason.OlderSession);
        run.Told.ShouldBeEmpty();
        run.Deadline.ShouldBeNull();
    }

    [Theory]
    [InlineData(0, 20)]
    [InlineData(60, 70)]
    public void a_session_that_is_taken_over_leaves_time_for_the_one_that_takes_over(int timeout, int due)
    {
        var run = new Scenario(Rules.Offline($"\"timeout_seconds\":{timeout}")).Watch(0, Open).Disconnect(10, isTakenOver: true);
        run.Deadline.ShouldBe(due);
        run.Connect(11, epoch: 2).Told.ShouldBeEmpty();
        run.Deadline.ShouldBeNull();
    }

    [Fact]
    public void a_session_that_was_told_to_be_over_does_not_begin_or_end_again()
    {
        var run = new Scenario(Rules.Offline()).Watch(0, Open).Disconnect(10).Disconnect(20).Connect(30);
        run.Last.Reason.ShouldBe(Reason.OlderSession);
        run.Deadline.ShouldBe(70);
    }

    [Fact]
    public void the_end_of_a_session_whose_beginning_was_not_told_shows_that_the_device_was_back() =>
        new Scenario(Rules.Offline()).Watch(0, Open).Disconnect(10).Timer(70).Disconnect(100, epoch: 2).Timer(160).Told
            .ShouldBe(["Trigger ConditionMet @70 #1", "Resolve Cleared @100 #2", "Trigger ConditionMet @160 #2"]);

    [Fact]
    public void a_device_that_was_long_gone_triggers_when_the_watch_begins()
    {
        var run = new Scenario(Rules.Offline()).Watch(0, new LastSession(1, Scenario.Time(-300)));
        run.Told.ShouldBe(["Trigger ConditionMet @0 #0"]);
        run.Grounds.Message.ShouldBe("offline for 300 s");
        new Scenario(Rules.Offline()).Watch(0, new LastSession(1, Scenario.Time(-20))).Deadline.ShouldBe(40);
    }

    [Fact]
    public void an_alarm_from_before_is_resolved_if_the_device_is_connected_when_the_watch_begins()
    {
        var run = new Scenario(Rules.Offline()).Opened(0).Watch(0, Open);
        run.Told.ShouldBe(["Resolve Cleared @0 #0"]);
        run.Grounds.Message.ShouldBe("connected");
        new Scenario(Rules.Offline()).Opened(0).Watch(0, new LastSession(1, Scenario.Time(-300))).Told
            .ShouldBe(["Retrigger ConditionMet @0 #0"]);
    }

    [Fact]
    public void without_a_watch_the_first_end_of_a_session_counts() =>
        new Scenario(Rules.Offline()).Disconnect(10, epoch: 5).Deadline.ShouldBe(70);

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void an_outage_of_the_platform_is_held_against_no_device(bool isToldFirst)
    {
        var run = new Scenario(Rules.Offline()).Watch(0, Open);
        run = isToldFirst ? run.Outage(100, 500).Disconnect(100) : run.Disconnect(100).Outage(100, 500);
        run.Deadline.ShouldBe(560);
        run.Connect(520, epoch: 2).Timer(900).Told.ShouldBeEmpty();
    }

    [Fact]
    public void who_does_not_come_back_after_an_outage_triggers()
    {
        new Scenario(Rules.Offline()).Watch(0, Open).Outage(100, 500).Disconnect(100).Timer(560).Told
            .ShouldBe(["Trigger ConditionMet @560 #1"]);
        new Scenario(Rules.Offline("\"timeout_seconds\":0")).Watch(0, Open).Outage(100, 500).Disconnect(500).Timer(530).Told
            .ShouldBe(["Trigger ConditionMet @530 #1"]);
    }

    [Fact]
    public void evidence_is_the_time_without_a_session()
    {
        var evidence = new Scenario(Rules.Offline()).Watch(0, Open).Disconnect(10).Timer(70).Grounds.Evidence.ToJson();
        evidence.GetRawText().ShouldBe(string.Concat(
            """{"session_epoch":1,"offline_for_seconds":60,"timeout_seconds":60,"position":1,""",
            "\"disconnected_at\":\"2026-03-01T12:00:10Z\"}"));
        Engine.Verify(Rules.Offline(), evidence).ShouldBe(Reason.ConditionMet);
        Engine.Verify(Rules.Offline("\"timeout_seconds\":61"), evidence).ShouldBe(Reason.DurationNotMet);
        Engine.Verify(Rules.Offline(), Scenario.Json("[]")).ShouldBe(Reason.ConditionNotMet);
    }

    [Theory]
    [InlineData("{}", 60)]
    [InlineData("""{"timeout_seconds":0}""", 0)]
    [InlineData("""{"timeout":120,"timeout_seconds":null}""", 120)]
    public void every_member_has_its_spellings(string config, int timeout) =>
        Rules.Condition(config, "offline").ShouldBe(new Offline(Duration.FromSeconds(timeout)));

    [Theory]
    [InlineData("""{"timeout_seconds":-1}""", "config.timeout_seconds")]
    [InlineData("""{"timeout":2592001}""", "config.timeout")]
    public void a_fault_names_the_member_and_the_remedy(string config, string field) =>
        Rules.Parse(config, "offline").Faults.ShouldBe([new Fault(field, "must be a number of seconds from 0 to 2,592,000")]);
}
