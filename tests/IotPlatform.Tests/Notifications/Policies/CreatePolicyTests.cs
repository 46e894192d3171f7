using IotPlatform.Notifications;
using IotPlatform.Platform;
using IotPlatform.RuleEngine;
using Shouldly;
using Xunit;
using static IotPlatform.Tests.Notifications.SamplePolicy;

namespace IotPlatform.Tests.Notifications;

public sealed class CreatePolicyTests
{
    private static readonly PolicyTerms Standard =
        new("Night", null, [Severity.Info, Severity.Warning, Severity.Critical], ["triggered", "resolved"], ["c1"], 0, null, 0, 0, null, null, []);

    private static (CreatePolicy Request, IReadOnlyList<string> Faults) Read(string members)
    {
        var body = Body.Parse($$"""{"name":"Night","channel_ids":["c1"]{{(members.Length > 0 ? "," : "")}}{{members}}}""");
        return (CreatePolicy.Read(body), [.. body.Faults.Select(fault => $"{fault.Field} {fault.Message}")]);
    }

    private static CreatePolicy Accept(string members)
    {
        var (request, faults) = Read(members);
        faults.ShouldBeEmpty();
        return request;
    }

    [Fact]
    public void a_name_and_channels_are_all_that_a_policy_needs() => CreatePolicyEndpoint.Decide(Accept(""), "policy-1", Now)
        .ShouldAppend(new PolicyCreated("policy-1", Fleet, Standard, true, Now));

    [Fact]
    public void everything_may_be_given() => CreatePolicyEndpoint.Decide(
        Accept("""
            "description":"d","severity_filter":["critical"],"rule_ids":["r1","r2"],"scope_type":"group","scope_ids":["g1"],
            "event_types":["acknowledged"],"cooldown_seconds":60,"group_by":"rule","group_wait_seconds":0,"group_interval_seconds":10,
            "repeat_interval_seconds":3600,"escalate_after_seconds":900,"escalation_channel_ids":["c2"],"is_enabled":false
            """),
        "policy-1",
        Now).ShouldAppend(new PolicyCreated(
            "policy-1", new(["r1", "r2"], "group", ["g1"]),
            new("Night", "d", [Severity.Critical], ["acknowledged"], ["c1"], 60, PolicyGrouping.Rule, 0, 10, 3600, 900, ["c2"]), false, Now));

    [Fact]
    public void nulls_stand_for_the_defaults() => Decisions.Tell(Accept(
        """
        "description":null,"severity_filter":null,"rule_ids":null,"scope_type":null,"scope_ids":null,"event_types":null,"cooldown_seconds":null,
        "group_by":null,"group_wait_seconds":null,"group_interval_seconds":null,"repeat_interval_seconds":null,"escalate_after_seconds":null,
        "escalation_channel_ids":null,"is_enabled":null
        """)).ShouldBe(Decisions.Tell(Accept("")));

    [Fact]
    public void what_is_named_twice_counts_once()
    {
        var policy = Accept("""
            "rule_ids":["b","a","b"],"scope_type":"device","scope_ids":["y","x","x"],"severity_filter":["critical","info","critical"],
            "event_types":["resolved","triggered","resolved"],"escalate_after_seconds":1,"escalation_channel_ids":["c2","c2"],
            "channel_ids":["c2","c1","c2"]
            """);
        Decisions.Tell(policy.Scope).ShouldBe(Decisions.Tell(new PolicyScope(["b", "a"], "device", ["y", "x"])));
        policy.Terms.SeverityFilter.ShouldBe([Severity.Critical, Severity.Info]);
        policy.Terms.EventTypes.ShouldBe(["resolved", "triggered"]);
        policy.Terms.EscalationChannelIds.ShouldBe(["c2"]);
        policy.Terms.ChannelIds.ShouldBe(["c2", "c1"]);
    }

    [Fact]
    public void who_groups_waits_half_a_minute_and_tells_a_group_every_five()
    {
        var terms = Accept("""
            "group_by":"device"
            """).Terms;
        (terms.GroupWaitSeconds, terms.GroupIntervalSeconds).ShouldBe((30, 300));
    }

    [Theory]
    [InlineData("""
        "severity_filter":[]
        """, "severity_filter must not be empty")]
    [InlineData("""
        "severity_filter":["info","fatal"]
        """, "severity_filter must be of info, warning, critical; 'fatal' is none")]
    [InlineData("""
        "event_types":[]
        """, "event_types must not be empty")]
    [InlineData("""
        "event_types":["reopened"]
        """, "event_types must be of triggered, acknowledged, resolved; 'reopened' is none")]
    [InlineData("""
        "channel_ids":[]
        """, "channel_ids must not be empty")]
    [InlineData("""
        "channel_ids":null
        """, "channel_ids must be an array of at most 50 strings")]
    [InlineData("""
        "channel_ids":["c1",2]
        """, "channel_ids[1] must be a string")]
    [InlineData("""
        "rule_ids":[]
        """, "rule_ids must not be empty")]
    [InlineData("""
        "scope_type":"device","scope_ids":[]
        """, "scope_ids must not be empty")]
    [InlineData("""
        "scope_type":"planet"
        """, "scope_type must be one of fleet, group, profile, device")]
    [InlineData("""
        "scope_type":"group"
        """, "scope_ids is required when scope_type is group")]
    [InlineData("""
        "scope_type":"profile","scope_ids":null
        """, "scope_ids is required when scope_type is profile")]
    [InlineData("""
        "scope_ids":["x"]
        """, "scope_ids must be absent where scope_type is fleet")]
    [InlineData("""
        "cooldown_seconds":2592001
        """, "cooldown_seconds must be a whole number from 0 to 2592000")]
    [InlineData("""
        "group_by":"planet","group_wait_seconds":5
        """, "group_by must be one of device, rule, group, profile")]
    [InlineData("""
        "group_wait_seconds":1
        """, "group_wait_seconds goes only with group_by")]
    [InlineData("""
        "group_by":null,"group_interval_seconds":1
        """, "group_interval_seconds goes only with group_by")]
    [InlineData("""
        "group_by":"rule","group_wait_seconds":3601
        """, "group_wait_seconds must be a whole number from 0 to 3600")]
    [InlineData("""
        "group_by":"rule","group_interval_seconds":86401
        """, "group_interval_seconds must be a whole number from 0 to 86400")]
    [InlineData("""
        "repeat_interval_seconds":0
        """, "repeat_interval_seconds must be a whole number from 1 to 604800")]
    [InlineData("""
        "escalate_after_seconds":604801,"escalation_channel_ids":["c2"]
        """, "escalate_after_seconds must be a whole number from 1 to 604800")]
    [InlineData("""
        "escalate_after_seconds":60
        """, "escalation_channel_ids is required with escalate_after_seconds; send null for both to escalate no more")]
    [InlineData("""
        "escalation_channel_ids":["c2"]
        """, "escalate_after_seconds is required with escalation_channel_ids; send null for both to escalate no more")]
    [InlineData("""
        "escalate_after_seconds":60,"escalation_channel_ids":[]
        """, "escalation_channel_ids is required with escalate_after_seconds; send null for both to escalate no more")]
    public void an_unfit_member_is_a_fault(string members, string fault) => Read(members).Faults.ShouldBe([fault]);

    [Fact]
    public void a_name_and_channels_are_required()
    {
        var body = Body.Parse("{}");
        CreatePolicy.Read(body);
        body.Faults.ShouldBe([new("name", "is required"), new("channel_ids", "is required")]);
    }
}
