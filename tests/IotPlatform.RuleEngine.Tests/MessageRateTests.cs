using System.Text.Json;
using IotPlatform.RuleEngine.Conditions;
using IotPlatform.RuleEngine.Json;
using NodaTime;
using Shouldly;
using Xunit;

namespace IotPlatform.RuleEngine.Tests;

public class MessageRateTests
{
    private const string AtMostThree = "\"max_messages\":3";
    private const string AtLeastTwo = "\"min_messages\":2";

    [Fact]
    public void the_message_that_is_one_too_many_triggers()
    {
        var run = new Scenario(Rules.MessageRate(AtMostThree)).Record(0).Record(10).Record(20);
        run.Last.Reason.ShouldBe(Reason.WindowNotWhole);
        run.Record(30).Told.ShouldBe(["Trigger ConditionMet @30 #4"]);
        run.Grounds.Message.ShouldBe("4 messages in 60 s, more than 3");
    }

    [Fact]
    public void it_is_cleared_when_enough_have_left_the_window()
    {
        var run = new Scenario(Rules.MessageRate(AtMostThree)).Record(0).Record(10).Record(20).Record(30);
        run.Deadline.ShouldBe(60);
        run.Timer(65).Told.Last().ShouldBe("Resolve Cleared @60 #4");
        run.Grounds.Message.ShouldBe("3 messages in 60 s, no more than 3");
    }

    [Fact]
    public void further_messages_keep_it_met()
    {
        var run = new Scenario(Rules.MessageRate(AtMostThree)).Record(0).Record(10).Record(20).Record(30).Record(40);
        run.Last.Reason.ShouldBe(Reason.AlreadyFiring);
        run.Deadline.ShouldBe(70);
    }

    [Fact]
    public void a_message_that_is_as_old_as_the_window_has_left_it() =>
        new Scenario(Rules.MessageRate(AtMostThree)).Record(0).Record(10).Record(20).Record(60).Told.ShouldBeEmpty();

    [Fact]
    public void a_message_counts_whatever_it_holds_but_its_further_moments_do_not()
    {
        var run = new Scenario(Rules.MessageRate(AtMostThree)).Record(0).Record(0, startsMessage: false).Record(1, hasValues: false);
        run.Record(2).Record(3, startsMessage: false).Last.Reason.ShouldBe(Reason.SameMessage);
        run.Record(4).Told.ShouldBe(["Trigger ConditionMet @4 #6"]);
    }

    [Fact]
    public void too_few_messages_trigger_when_too_few_remain()
    {
        var run = new Scenario(Rules.MessageRate(AtLeastTwo)).Watch(0).Record(5).Record(50).Timer(60);
        run.Told.ShouldBeEmpty();
        run.Deadline.ShouldBe(65);
        run.Timer(65).Told.ShouldBe(["Trigger ConditionMet @65 #2"]);
        run.Grounds.Message.ShouldBe("1 message in 60 s, fewer than 2");
        run.Deadline.ShouldBeNull();
    }

    [Fact]
    public void the_message_that_makes_it_enough_resolves_the_alarm()
    {
        var run = new Scenario(Rules.MessageRate(AtLeastTwo)).Watch(0).Timer(60).Record(70);
        run.Last.Reason.ShouldBe(Reason.AlreadyFiring);
        run.Record(80).Told.ShouldBe(["Trigger ConditionMet @60 #0", "Resolve Cleared @80 #2"]);
        run.Grounds.Message.ShouldBe("2 messages in 60 s, at least 2");
    }

    [Fact]
    public void too_few_is_judged_only_after_a_whole_window_since_the_first_contact()
    {
        new Scenario(Rules.MessageRate(AtLeastTwo)).Watch(0, hadContact: false).Deadline.ShouldBeNull();
        new Scenario(Rules.MessageRate(AtLeastTwo)).Watch(0, hadContact: false).Connect(100).Deadline.ShouldBe(160);
        new Scenario(Rules.MessageRate(AtLeastTwo)).Watch(0, hadContact: false).Record(100).Connect(130).Deadline.ShouldBe(160);
    }

    [Fact]
    public void too_few_is_judged_only_after_a_whole_window_since_the_platform_is_back()
    {
        var run = new Scenario(Rules.MessageRate(AtLeastTwo)).Watch(0).Record(50).Record(51).Outage(100, 500);
        run.Deadline.ShouldBe(590);
        run.Timer(590).Told.ShouldBe(["Trigger ConditionMet @590 #2"]);
    }

    [Fact]
    public void too_many_may_turn_into_too_few()
    {
        var run = new Scenario(Rules.MessageRate($"{AtMostThree},{AtLeastTwo}")).Watch(0);
        run.Record(100).Record(100).Record(100).Record(100).Timer(160).Told.ShouldBe(
        [
            "Trigger ConditionMet @60 #0", "Resolve Cleared @100 #2", "Trigger ConditionMet @100 #4",
            "Resolve Cleared @160 #4", "Trigger ConditionMet @160 #4",
        ]);
    }

    [Fact]
    public void an_alarm_from_before_is_resolved_only_when_a_whole_window_was_counted()
    {
        var run = new Scenario(Rules.MessageRate(AtMostThree)).Opened(0).Record(5).Record(20);
        run.Told.ShouldBeEmpty();
        run.Timer(65).Told.ShouldBe(["Resolve Cleared @65 #2"]);
        new Scenario(Rules.MessageRate(AtLeastTwo)).Opened(0).Watch(0).Record(5).Record(6).Told.ShouldBe(["Resolve Cleared @6 #2"]);
    }

    [Fact]
    public void an_alarm_from_before_is_not_resolved_while_there_may_be_too_few_though_that_can_not_be_judged_yet()
    {
        var run = new Scenario(Rules.MessageRate($"{AtMostThree},{AtLeastTwo}")).Opened(0).Watch(0).Record(0).Record(0).Outage(10, 40);
        run.Timer(129.9).Told.ShouldBeEmpty();
        run.Timer(130).Told.ShouldBe(["Retrigger ConditionMet @130 #2"]);
    }

    [Fact]
    public void a_message_after_a_person_closed_the_alarm_triggers_if_there_are_still_too_many() =>
        new Scenario(Rules.MessageRate(AtMostThree)).Record(0).Record(1).Record(2).Record(3).Closed(10).Record(20).Told.Last()
            .ShouldBe("Trigger StillBreaching @20 #5");

    [Fact]
    public void only_a_lower_limit_watches_silence()
    {
        Rules.MessageRate(AtMostThree).Condition.WatchesSilence.ShouldBeFalse();
        Rules.MessageRate(AtMostThree).Condition.Interest.ShouldBe(Interest.Records);
        Rules.MessageRate(AtLeastTwo).Condition.WatchesSilence.ShouldBeTrue();
        Rules.MessageRate(AtLeastTwo).Condition.Interest.ShouldBe(Interest.Records | Interest.Sessions);
    }

    [Fact]
    public void a_state_of_many_messages_is_small()
    {
        var run = new Scenario(Rules.MessageRate("\"max_messages\":1000"));
        for (var i = 0; i < 1500; i++)
            run.Record(i * 0.05);
        JsonSerializer.Serialize(run.State, EngineJson.Options).Length.ShouldBeLessThan(4500);
        run.Restart().Timer(90).Told.ShouldBe(["Trigger ConditionMet @50 #1001", "Resolve Cleared @84.95 #1500"]);
    }

    [Fact]
    public void evidence_is_the_window_and_what_it_held()
    {
        var evidence = new Scenario(Rules.MessageRate(AtMostThree)).Record(0).Record(10).Record(20).Record(30).Grounds.Evidence.ToJson();
        evidence.GetRawText().ShouldBe(string.Concat(
            """{"window_seconds":60,"window_start":"2026-03-01T11:59:30Z","window_end":"2026-03-01T12:00:30Z","count":4,""",
            """ "limit":{"max":3},"first_at":"2026-03-01T12:00:00Z","last_at":"2026-03-01T12:00:30Z"}""".TrimStart()));
        Engine.Verify(Rules.MessageRate(AtMostThree), evidence).ShouldBe(Reason.ConditionMet);
        Engine.Verify(Rules.MessageRate("\"max_messages\":4"), evidence).ShouldBe(Reason.RateNotMet);
        Engine.Verify(Rules.MessageRate("\"max_messages\":3,\"window\":59"), evidence).ShouldBe(Reason.ConditionNotMet);
        Engine.Verify(Rules.MessageRate(AtMostThree), Scenario.Json("""{"count":9}""")).ShouldBe(Reason.ConditionNotMet);
    }

    [Fact]
    public void evidence_that_contradicts_itself_fires_nothing()
    {
        var rule = Rules.MessageRate(AtMostThree);
        var evidence = (MessageRateEvidence)new Scenario(rule).Record(0).Record(10).Record(20).Record(30).Grounds.Evidence;
        Engine.Verify(rule, (evidence with { FirstAt = evidence.WindowStart }).ToJson()).ShouldBe(Reason.ConditionNotMet);
        Engine.Verify(rule, (evidence with { LastAt = Scenario.Time(31) }).ToJson()).ShouldBe(Reason.ConditionNotMet);
        Engine.Verify(rule, (evidence with { LastAt = null }).ToJson()).ShouldBe(Reason.ConditionNotMet);
        Engine.Verify(Rules.MessageRate("\"min_messages\":9"), (evidence with { Count = 0 }).ToJson()).ShouldBe(Reason.ConditionNotMet);
    }

    [Theory]
    [InlineData("""{"max_messages":100}""", 60, 100, null)]
    [InlineData("""{"window":5,"min_messages":1}""", 5, null, 1)]
    [InlineData("""{"window_seconds":0.5e2,"max_messages":5,"min_messages":5}""", 50, 5, 5)]
    [InlineData("""{"operator":">","value":4.5}""", 60, 4, null)]
    [InlineData("""{"operator":"gte","value":5}""", 60, 4, null)]
    [InlineData("""{"operator":">=","value":4.5}""", 60, 4, null)]
    [InlineData("""{"operator":"<","value":5}""", 60, null, 5)]
    [InlineData("""{"operator":"lt","value":4.5}""", 60, null, 5)]
    [InlineData("""{"operator":"<=","value":4.5}""", 60, null, 5)]
    [InlineData("""{"operator":"~","max_messages":0}""", 60, 0, null)]
    public void every_member_has_its_spellings(string config, int window, int? max, int? min) =>
        Rules.Condition(config, "message_rate").ShouldBe(new MessageRate(Duration.FromSeconds(window), max, min));

    [Theory]
    [InlineData("{}", "config.max_messages", "is required, or min_messages, or operator with value")]
    [InlineData("""{"max_messages":-1}""", "config.max_messages", "must be a whole number from 0 to 100,000")]
    [InlineData("""{"min_messages":0}""", "config.min_messages", "must be a whole number from 1 to 100,000")]
    [InlineData("""{"max_messages":1,"min_messages":2}""", "config.min_messages", "must not be greater than max_messages (1)")]
    [InlineData("""{"max_messages":1,"window":0}""", "config.window", "must be a number of seconds from 1 to 86,400")]
    [InlineData("""{"operator":">"}""", "config.value", "is required")]
    [InlineData("""{"value":7}""", "config.operator", "is required")]
    [InlineData("""{"operator":"==","value":7}""", "config.operator", "must be one of: >, >=, <, <=, gt, gte, lt, lte")]
    [InlineData("""{"operator":">","value":-1}""", "config.value", "must be a number from 0 to 100,000")]
    [InlineData("""{"operator":">=","value":0}""", "config.value", "must be a number above 0, up to 100,000")]
    [InlineData("""{"operator":"<","value":0}""", "config.value", "must be a number above 0, up to 100,000")]
    [InlineData("""{"operator":"<=","value":"7"}""", "config.value", "must be a number from 0 to 100,000")]
    public void a_fault_names_the_member_and_the_remedy(string config, string field, string message) =>
        Rules.Parse(config, "message_rate").Faults.ShouldBe([new Fault(field, message)]);
}
