using IotPlatform.RuleEngine.Conditions;
using NodaTime;
using Shouldly;
using Xunit;

namespace IotPlatform.RuleEngine.Tests;

public class ReconnectRateTests
{
    [Fact]
    public void the_session_that_is_one_too_many_after_the_first_triggers()
    {
        var run = Connected(0, 10, 20);
        run.Last.Reason.ShouldBe(Reason.WindowNotWhole);
        run.Connect(30, epoch: 9).Told.ShouldBe(["Trigger ConditionMet @30 #4"]);
        run.Grounds.Message.ShouldBe("3 reconnects in 3600 s, more than 2");
    }

    [Fact]
    public void it_is_cleared_when_enough_have_left_the_window()
    {
        var run = Connected(0, 10, 20, 30);
        run.Deadline.ShouldBe(3600);
        run.Timer(4000).Told.Last().ShouldBe("Resolve Cleared @3600 #4");
        run.Grounds.Message.ShouldBe("2 reconnects in 3600 s, no more than 2");
    }

    [Fact]
    public void a_session_as_old_as_the_window_has_left_it() => Connected(0, 10, 20, 3600).Told.ShouldBeEmpty();

    [Fact]
    public void further_sessions_keep_it_met()
    {
        var run = Connected(0, 10, 20, 30, 40);
        run.Last.Reason.ShouldBe(Reason.AlreadyFiring);
        run.Deadline.ShouldBe(3610);
    }

    [Fact]
    public void a_session_counts_once()
    {
        var run = Connected(0, 10, 20).Connect(30, epoch: 3);
        run.Last.Reason.ShouldBe(Reason.OlderSession);
        run.Told.ShouldBeEmpty();
    }

    [Fact]
    public void the_first_session_after_an_outage_of_the_platform_is_no_reconnect()
    {
        var run = Connected(0, 10, 20).Outage(100, 200).Connect(210, epoch: 9);
        run.Told.ShouldBeEmpty();
        run.Connect(220, epoch: 10).Told.ShouldBe(["Trigger ConditionMet @220 #5"]);
        run.Grounds.Message.ShouldBe("3 reconnects in 3600 s, more than 2");
    }

    [Fact]
    public void after_an_outage_of_the_platform_further_sessions_are_reconnects() =>
        Connected(0).Outage(100, 4000).Connect(4001, epoch: 9).Connect(4002, epoch: 10).Connect(4003, epoch: 11).Connect(4004, epoch: 12)
            .Told.ShouldBe(["Trigger ConditionMet @4004 #5"]);

    [Fact]
    public void an_alarm_from_before_is_resolved_when_a_whole_window_was_counted() =>
        new Scenario(Rules.ReconnectRate()).Opened(0).Connect(5).Timer(3605).Told.ShouldBe(["Resolve Cleared @3605 #1"]);

    [Fact]
    public void evidence_is_the_window_and_its_sessions()
    {
        var rule = Rules.ReconnectRate("\"max_reconnects\":1,\"window\":60");
        var evidence = new Scenario(rule).Connect(0, 1).Connect(10, 2).Connect(20, 3).Grounds.Evidence.ToJson();
        evidence.GetRawText().ShouldBe(string.Concat(
            """{"window_seconds":60,"window_start":"2026-03-01T11:59:20Z","window_end":"2026-03-01T12:00:20Z",""",
            """ "connects":3,"reconnects":2,"max_reconnects":1,"sessions":[""".TrimStart(),
            """{"connected_at":"2026-03-01T12:00:00Z"},{"connected_at":"2026-03-01T12:00:10Z"},""",
            """{"connected_at":"2026-03-01T12:00:20Z"}]}"""));
        Engine.Verify(rule, evidence).ShouldBe(Reason.ConditionMet);
        Engine.Verify(Rules.ReconnectRate("\"max_reconnects\":2,\"window\":60"), evidence).ShouldBe(Reason.RateNotMet);
        Engine.Verify(Rules.ReconnectRate(), evidence).ShouldBe(Reason.ConditionNotMet);
        Engine.Verify(rule, Scenario.Json("""{"reconnects":9}""")).ShouldBe(Reason.ConditionNotMet);
    }

    [Fact]
    public void evidence_names_the_last_twenty_sessions_and_must_not_contradict_itself()
    {
        var rule = Rules.ReconnectRate("\"max_reconnects\":30");
        var run = new Scenario(rule);
        for (var i = 0; i < 32; i++)
            run.Connect(i, i + 1);
        var evidence = (ReconnectRateEvidence)run.Grounds.Evidence;
        (evidence.Connects, evidence.Sessions.Count, evidence.Sessions[0].ConnectedAt).ShouldBe((32, 20, Scenario.Time(12)));
        Engine.Verify(rule, evidence.ToJson()).ShouldBe(Reason.ConditionMet);
        Engine.Verify(rule, (evidence with { Reconnects = 40 }).ToJson()).ShouldBe(Reason.ConditionNotMet);
        Engine.Verify(rule, (evidence with { Sessions = [] }).ToJson()).ShouldBe(Reason.ConditionNotMet);
        Engine.Verify(rule, (evidence with { Sessions = [.. evidence.Sessions.Reverse()] }).ToJson()).ShouldBe(Reason.ConditionNotMet);
    }

    [Theory]
    [InlineData("""{"max_reconnects":5}""", 3600, 5)]
    [InlineData("""{"window_seconds":60,"threshold":0}""", 60, 0)]
    [InlineData("""{"window":60,"value":7}""", 60, 7)]
    public void every_member_has_its_spellings(string config, int window, int max) =>
        Rules.Condition(config, "reconnect_rate").ShouldBe(new ReconnectRate(Duration.FromSeconds(window), max));

    [Theory]
    [InlineData("{}", "config.max_reconnects", "is required")]
    [InlineData("""{"threshold":10001}""", "config.threshold", "must be a whole number from 0 to 10,000")]
    [InlineData("""{"value":1,"window":2592001}""", "config.window", "must be a number of seconds from 1 to 2,592,000")]
    [InlineData("7", "config", "must be an object")]
    public void a_fault_names_the_member_and_the_remedy(string config, string field, string message) =>
        Rules.Parse(config, "reconnect_rate").Faults.ShouldBe([new Fault(field, message)]);

    private static Scenario Connected(params double[] times)
    {
        var run = new Scenario(Rules.ReconnectRate());
        foreach (var (at, index) in times.Select((at, index) => (at, index)))
            run.Connect(at, index + 1);
        return run;
    }
}
