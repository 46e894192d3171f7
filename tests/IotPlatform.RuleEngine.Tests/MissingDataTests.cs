using IotPlatform.RuleEngine.Conditions;
using NodaTime;
using Shouldly;
using Xunit;

namespace IotPlatform.RuleEngine.Tests;

public class MissingDataTests
{
    private const string Temperature = "\"timeout_seconds\":60,\"field\":\"temperature\"";

    [Fact]
    public void a_device_that_falls_silent_triggers_at_the_end_of_the_timeout()
    {
        var run = new Scenario(Rules.MissingData()).Watch(0).Record(10);
        run.Deadline.ShouldBe(70);
        run.Timer(69.9).Last.Reason.ShouldBe(Reason.NothingDue);
        run.Timer(75).Told.ShouldBe(["Trigger ConditionMet @70 #1"]);
        run.Deadline.ShouldBeNull();
    }

    [Fact]
    public void a_device_that_never_reported_triggers_too()
    {
        var run = new Scenario(Rules.MissingData()).Watch(5, hadContact: false).Timer(65);
        run.Told.ShouldBe(["Trigger ConditionMet @65 #0"]);
        run.Grounds.Message.ShouldBe("no telemetry for 60 s");
    }

    [Fact]
    public void data_puts_the_end_of_the_timeout_off()
    {
        var run = new Scenario(Rules.MissingData()).Watch(0).Record(50).Record(100);
        run.Last.Reason.ShouldBe(Reason.DataReceived);
        run.Deadline.ShouldBe(160);
    }

    [Fact]
    public void data_at_the_very_end_of_the_timeout_comes_after_it() =>
        new Scenario(Rules.MissingData()).Watch(0).Record(60).Told.ShouldBe(["Trigger ConditionMet @60 #0", "Resolve Cleared @60 #1"]);

    [Fact]
    public void what_ends_the_silence_resolves_the_alarm()
    {
        var run = new Scenario(Rules.MissingData()).Watch(0).Timer(60).Record(75.5);
        run.Told.Last().ShouldBe("Resolve Cleared @75.5 #1");
        run.Grounds.Message.ShouldBe("telemetry again after 75.5 s");
        run.Timer(135.5).Told.Last().ShouldBe("Trigger ConditionMet @135.5 #1");
    }

    [Fact]
    public void a_record_without_values_is_no_data()
    {
        var run = new Scenario(Rules.MissingData()).Watch(0).Record(10, hasValues: false);
        run.Last.Reason.ShouldBe(Reason.NoValues);
        run.Deadline.ShouldBe(60);
    }

    [Fact]
    public void the_further_moments_of_an_array_are_data() =>
        new Scenario(Rules.MissingData()).Watch(0).Record(10, startsMessage: false).Deadline.ShouldBe(70);

    [Fact]
    public void a_datapoint_may_be_missed_while_others_come()
    {
        var run = new Scenario(Rules.MissingData(Temperature)).Watch(0)
            .Sample(10, 20).Sample(40, Scalar.Of(1), key: "humidity");
        run.Last.Reason.ShouldBe(Reason.OtherKey);
        run.Record(50).Last.Reason.ShouldBe(Reason.NotObserved);
        run.Timer(70).Told.ShouldBe(["Trigger ConditionMet @70 #1"]);
        run.Grounds.Message.ShouldBe("no temperature for 60 s");
        run.Sample(80, 20).Grounds.Message.ShouldBe("temperature again after 70 s");
    }

    [Fact]
    public void late_and_stale_samples_are_data_at_their_receipt() =>
        new Scenario(Rules.MissingData(Temperature)).Watch(0).Sample(30, 20).Sample(-500, 20, received: 50).Deadline.ShouldBe(110);

    [Fact]
    public void an_alarm_from_before_is_resolved_by_the_first_data_and_not_by_the_watch() =>
        new Scenario(Rules.MissingData()).Opened(0).Watch(0).Record(5).Told.ShouldBe(["Resolve Cleared @5 #1"]);

    [Fact]
    public void an_alarm_that_a_person_closed_comes_again_at_the_end_of_the_cooldown_if_silence_holds() =>
        new Scenario(Rules.MissingData(cooldown: 100)).Watch(0).Timer(60).Closed(70).Timer(160).Told
            .ShouldBe(["Trigger ConditionMet @60 #0", "Trigger CooldownOver @160 #0"]);

    [Fact]
    public void an_outage_of_the_platform_is_no_silence_of_the_device()
    {
        var run = new Scenario(Rules.MissingData()).Watch(0).Record(10).Outage(20, 500);
        run.Told.ShouldBeEmpty();
        run.Deadline.ShouldBe(560);
        run.Timer(560).Told.ShouldBe(["Trigger ConditionMet @560 #1"]);
    }

    [Fact]
    public void after_an_outage_devices_have_time_to_come_back() =>
        new Scenario(Rules.MissingData("\"timeout_seconds\":10")).Watch(0).Outage(5, 500).Record(501).Deadline.ShouldBe(530);

    [Fact]
    public void what_was_due_before_the_outage_comes_all_the_same() =>
        new Scenario(Rules.MissingData()).Watch(0).Outage(70, 500).Told.ShouldBe(["Trigger ConditionMet @60 #0"]);

    [Fact]
    public void a_silence_that_was_told_goes_on_through_an_outage()
    {
        var run = new Scenario(Rules.MissingData()).Watch(0).Timer(60).Outage(70, 500);
        run.State.IsFiring.ShouldBeTrue();
        run.Record(505).Told.Last().ShouldBe("Resolve Cleared @505 #1");
    }

    [Fact]
    public void a_replay_delivers_no_timer_before_it_tells_of_an_outage()
    {
        Message[] messages =
        [
            new(Scenario.Time(0), [new WatchBegan(Scenario.Time(0), null, false)]),
            new(Scenario.Time(500), [new PlatformResumed(Scenario.Time(20), Scenario.Time(500), Duration.FromSeconds(30))]),
        ];
        Replay.Run(Rules.MissingData(), RuleState.Initial, messages, Scenario.Time(559))
            .ShouldAllBe(step => step.Verdict.Kind == VerdictKind.None);
    }

    [Fact]
    public void without_a_timeout_three_intervals_of_the_profile_may_pass()
    {
        var rule = Rules.MissingData("");
        var state = new Scenario(rule).Watch(0).State;
        Engine.Deadline(rule, state).ShouldBeNull();
        Engine.Deadline(rule.For(Duration.FromSeconds(20)), state).ShouldBe(Scenario.Time(60));
        Engine.Deadline(rule.For(Duration.FromSeconds(20)).For(Duration.FromSeconds(30)), state).ShouldBe(Scenario.Time(90));
        Engine.Deadline(Rules.MissingData().For(Duration.FromSeconds(1)), state).ShouldBe(Scenario.Time(60));
    }

    [Fact]
    public void evidence_is_the_silence()
    {
        var run = new Scenario(Rules.MissingData(Temperature)).Watch(0).Sample(10, 20).Timer(70);
        run.Grounds.Evidence.ToJson().GetRawText().ShouldBe(string.Concat(
            """{"silent_since":"2026-03-01T12:00:10Z","silent_for_seconds":60,"last_position":1,""",
            "\"timeout_seconds\":60,\"key\":\"temperature\"}"));
    }

    [Fact]
    public void stored_evidence_fires_the_rule_again_and_not_a_more_patient_one()
    {
        var evidence = new Scenario(Rules.MissingData()).Watch(0).Timer(60).Grounds.Evidence.ToJson();
        Engine.Verify(Rules.MissingData(), evidence).ShouldBe(Reason.ConditionMet);
        Engine.Verify(Rules.MissingData("\"timeout_seconds\":61"), evidence).ShouldBe(Reason.DurationNotMet);
        Engine.Verify(Rules.MissingData(""), evidence).ShouldBe(Reason.ConditionMet);
        Engine.Verify(Rules.MissingData(Temperature), evidence).ShouldBe(Reason.ConditionNotMet);
        Engine.Verify(Rules.MissingData(), Scenario.Json("{}")).ShouldBe(Reason.ConditionNotMet);
    }

    [Theory]
    [InlineData("""{"timeout_seconds":90,"field":"t"}""", "t", 90.0)]
    [InlineData("""{"timeout":10.5,"metric":"t"}""", "t", 10.5)]
    [InlineData("""{"timeout_seconds":10,"timeout":20}""", null, 10.0)]
    [InlineData("{}", null, null)]
    public void every_member_has_its_spellings(string config, string? field, double? timeout) =>
        Rules.Condition(config, "missing_data").ShouldBe(
            new MissingData(field, timeout is { } seconds ? Duration.FromSeconds(seconds) : null));

    [Theory]
    [InlineData("""{"timeout_seconds":9}""", "config.timeout_seconds", "must be a number of seconds from 10 to 2,592,000")]
    [InlineData("""{"timeout":"60"}""", "config.timeout", "must be a number of seconds from 10 to 2,592,000")]
    [InlineData("""{"key":7}""", "config.key", "must be a string of 1 to 128 characters without control characters")]
    [InlineData("[]", "config", "must be an object")]
    public void a_fault_names_the_member_and_the_remedy(string config, string field, string message) =>
        Rules.Parse(config, "missing_data").Faults.ShouldBe([new Fault(field, message)]);
}
