using System.Text.Json;
using IotPlatform.Notifications;
using IotPlatform.Platform;
using IotPlatform.RuleEngine;
using Shouldly;
using Xunit;
using static IotPlatform.Tests.Notifications.SamplePolicy;

namespace IotPlatform.Tests.Notifications;

public sealed class UpdatePolicyTests
{
    private static readonly PolicyTerms Grouped =
        Terms with { GroupBy = PolicyGrouping.Rule, GroupWaitSeconds = 5, GroupIntervalSeconds = 6 };
    private static readonly PolicyTerms Escalated = Terms with { EscalateAfterSeconds = 60, EscalationChannelIds = ["channel-2"] };

    private static Decision Decide(string json, NotificationPolicy policy) =>
        Change.Decide<UpdatePolicy, NotificationPolicy>(JsonElement.Parse(json), policy, Now, UpdatePolicyEndpoint.Decide);

    private static NotificationPolicy With(PolicyTerms terms) => NotificationPolicy.Fold(null, Creation(terms: terms))!;

    private static PolicyRevised Revised(PolicyTerms terms) => new("policy-1", terms, Now);

    public static TheoryData<string, object[]> Changes => new()
    {
        { """{"name":"New"}""", [Revised(Terms with { Name = "New" })] },
        { """{"description":null}""", [Revised(Terms with { Description = null })] },
        { """{"severity_filter":["critical"]}""", [Revised(Terms with { SeverityFilter = [Severity.Critical] })] },
        { """{"event_types":["triggered"]}""", [Revised(Terms with { EventTypes = ["triggered"] })] },
        { """{"channel_ids":["channel-2","channel-1"]}""", [Revised(Terms with { ChannelIds = ["channel-2", "channel-1"] })] },
        { """{"cooldown_seconds":0}""", [Revised(Terms with { CooldownSeconds = 0 })] },
        { """{"group_by":"rule"}""", [Revised(Grouped with { GroupWaitSeconds = 30, GroupIntervalSeconds = 300 })] },
        { """{"group_by":"rule","group_wait_seconds":5,"group_interval_seconds":6}""", [Revised(Grouped)] },
        { """{"repeat_interval_seconds":3600}""", [Revised(Terms with { RepeatIntervalSeconds = 3600 })] },
        { """{"escalate_after_seconds":60,"escalation_channel_ids":["channel-2"]}""", [Revised(Escalated)] },
        { """{"is_enabled":false}""", [new PolicyDisabled("policy-1", Now)] },
        { """{"is_enabled":false,"name":"New"}""", [Revised(Terms with { Name = "New" }), new PolicyDisabled("policy-1", Now)] },
    };

    public static TheoryData<string> NoChanges =>
    [
        "{}", """{"name":"Night shift","channel_ids":["channel-1","channel-1"]}""", """{"is_enabled":true}""",
        """{"severity_filter":null,"event_types":null,"cooldown_seconds":null,"is_enabled":null}""",
        """{"rule_ids":null,"scope_type":"fleet","scope_ids":null}""",
        """{"group_by":null,"group_wait_seconds":0,"group_interval_seconds":0,"escalate_after_seconds":null,"escalation_channel_ids":[]}""",
    ];

    [Theory]
    [MemberData(nameof(Changes))]
    public void what_was_sent_changes_and_the_rest_stays(string json, object[] events) => Decide(json, Of()).ShouldAppend(events);

    [Theory]
    [MemberData(nameof(NoChanges))]
    public void what_is_so_already_makes_no_event(string json) => Decide(json, Of()).ShouldChangeNothing();

    [Theory]
    [MemberData(nameof(Changes))]
    public void asking_twice_makes_no_second_event(string json, object[] events)
    {
        events.ShouldNotBeEmpty();
        Decide(json, Of().After(Decide(json, Of()))!).ShouldChangeNothing();
    }

    [Theory]
    [MemberData(nameof(Changes))]
    public void what_was_answered_can_be_sent_back(string json, object[] events)
    {
        events.ShouldNotBeEmpty();
        var policy = Of().After(Decide(json, Of()))!;
        Decide(JsonSerializer.Serialize(policy, Json.Api), policy).ShouldChangeNothing();
    }

    [Fact]
    public void a_disabled_policy_is_enabled() =>
        Decide("""{"is_enabled":true}""", Of(new PolicyDisabled("policy-1", Made))).ShouldAppend(new PolicyEnabled("policy-1", Now));

    [Fact]
    public void who_groups_by_something_else_keeps_the_times() =>
        Decide("""{"group_by":"device"}""", With(Grouped)).ShouldAppend(Revised(Grouped with { GroupBy = PolicyGrouping.Device }));

    [Fact]
    public void a_time_of_grouping_that_is_null_is_the_standard_again() =>
        Decide("""{"group_wait_seconds":null}""", With(Grouped)).ShouldAppend(Revised(Grouped with { GroupWaitSeconds = 30 }));

    [Fact]
    public void who_groups_no_more_waits_no_more() => Decide("""{"group_by":null}""", With(Grouped)).ShouldAppend(Revised(Terms));

    [Fact]
    public void who_escalates_no_more_says_so_of_both()
    {
        Decide("""{"escalate_after_seconds":null,"escalation_channel_ids":null}""", With(Escalated)).ShouldAppend(Revised(Terms));
        Decide("""{"escalate_after_seconds":null}""", With(Escalated)).ShouldRefuse(422, "validation_failed", "escalate_after_seconds");
        Decide("""{"escalation_channel_ids":null}""", With(Escalated)).ShouldRefuse(422, "validation_failed", "escalation_channel_ids");
    }

    [Theory]
    [InlineData("""{"rule_ids":["r2","r1"],"scope_type":"device","scope_ids":["b","a"]}""", "")]
    [InlineData("""{"rule_ids":["r1"]}""", "rule_ids")]
    [InlineData("""{"rule_ids":["r1","r2","r3"]}""", "rule_ids")]
    [InlineData("""{"rule_ids":null}""", "rule_ids")]
    [InlineData("""{"rule_ids":"r1"}""", "rule_ids")]
    [InlineData("""{"scope_type":"group"}""", "scope_type")]
    [InlineData("""{"scope_type":null}""", "scope_type")]
    [InlineData("""{"scope_ids":["a","c"]}""", "scope_ids")]
    [InlineData("""{"scope_ids":null}""", "scope_ids")]
    [InlineData("""{"scope_ids":["a",1]}""", "scope_ids")]
    public void what_it_is_about_is_for_life_in_whatever_order_it_is_named(string json, string fault)
    {
        var decision = Decide(json, NotificationPolicy.Fold(null, Creation(new(["r1", "r2"], "device", ["a", "b"])))!);
        if (fault.Length == 0) decision.ShouldChangeNothing();
        else decision.ShouldRefuse(422, "validation_failed", $"{fault}: cannot be changed");
    }

    [Theory]
    [InlineData("""{"name":null}""", "name: must not be null")]
    [InlineData("""{"channel_ids":null}""", "channel_ids: must be an array")]
    [InlineData("""{"channel_ids":[]}""", "channel_ids: must not be empty")]
    [InlineData("""{"severity_filter":[]}""", "severity_filter: must not be empty")]
    [InlineData("""{"rule_ids":["x"]}""", "rule_ids: cannot be changed")]
    [InlineData("""{"group_wait_seconds":1}""", "group_wait_seconds: goes only with group_by")]
    public void an_unfit_member_is_a_fault(string json, string fault) => Decide(json, Of()).ShouldRefuse(422, "validation_failed", fault);
}
