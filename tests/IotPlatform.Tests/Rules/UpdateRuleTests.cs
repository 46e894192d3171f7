using System.Text.Json;
using IotPlatform.Platform;
using IotPlatform.RuleEngine;
using IotPlatform.Rules;
using Shouldly;
using Xunit;
using static IotPlatform.Tests.Rules.SampleRule;

namespace IotPlatform.Tests.Rules;

public sealed class UpdateRuleTests
{
    private const string Below10 = """{"field":"temperature","operator":"<","value":10}""";
    private static readonly RuleRevised Unchanged =
        new("rule-1", "Too warm", "d", new RawJson(Config), Severity.Warning, ["create_alarm"], 60, false, Now);

    private static Decision Decide(string json, AlarmRule rule) =>
        Change.Decide<UpdateRule, AlarmRule>(JsonElement.Parse(json), rule, Now, UpdateRuleEndpoint.Decide);

    public static TheoryData<string, object[]> Changes => new()
    {
        { """{"name":"New"}""", [Unchanged with { Name = "New" }] },
        { """{"description":null}""", [Unchanged with { Description = null }] },
        { $$"""{"config":{{Below10}}}""", [Unchanged with { Config = new(Below10) }] },
        { $$"""{"config":{{Config.Replace(" ", "", StringComparison.Ordinal)}}}""", [Unchanged with { Config = new(Config.Replace(" ", "", StringComparison.Ordinal)) }] },
        { """{"severity":"info"}""", [Unchanged with { Severity = Severity.Info }] },
        { """{"actions":["mark_unhealthy"]}""", [Unchanged with { Actions = ["mark_unhealthy"] }] },
        { """{"cooldown_seconds":0}""", [Unchanged with { CooldownSeconds = 0 }] },
        { """{"auto_resolve":true}""", [Unchanged with { AutoResolve = true }] },
        { """{"is_enabled":false}""", [new RuleDisabled("rule-1", Now)] },
        { """{"is_enabled":false,"name":"New"}""", [Unchanged with { Name = "New" }, new RuleDisabled("rule-1", Now)] },
    };

    public static TheoryData<string> NoChanges =>
    [
        "{}", """{"name":"Too warm"}""", $$"""{"config":{{Config}}}""", """{"actions":["create_alarm"]}""", """{"is_enabled":true}""",
        """{"severity":null,"actions":null,"cooldown_seconds":null,"is_enabled":null,"auto_resolve":null}""",
        """{"rule_type":"threshold","scope_type":"fleet","scope_device_id":null,"scope_group_id":null,"scope_profile_id":null}""",
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

    [Fact]
    public void a_disabled_rule_is_enabled() =>
        Decide("""{"is_enabled":true}""", Of(new RuleDisabled("rule-1", Made))).ShouldAppend(new RuleEnabled("rule-1", Now));

    [Theory]
    [InlineData("rule_type", "offline")]
    [InlineData("scope_type", "device")]
    [InlineData("scope_device_id", "x")]
    [InlineData("scope_group_id", "x")]
    [InlineData("scope_profile_id", "x")]
    public void type_and_scope_are_for_life(string member, string value) =>
        Decide($$"""{"{{member}}":"{{value}}"}""", Of()).ShouldRefuse(422, "validation_failed", $"{member}: cannot be changed");

    [Fact]
    public void all_faults_of_the_new_text_are_told_at_once()
    {
        var refused = Decide("""{"name":"","config":{"field":"t","operator":">"},"rule_type":"offline"}""", Of());
        refused.ShouldRefuse(422, "validation_failed", "config.value: is required");
        refused.Refusal!.Errors.Select(fault => fault.Field).ShouldBe(["rule_type", "name", "config.value"]);
    }

    [Theory]
    [InlineData("""{"config":null}""", "config: must be an object")]
    [InlineData("""{"name":null}""", "name: must not be null")]
    [InlineData("""{"is_enabled":"yes"}""", "is_enabled: must be true or false")]
    public void an_unfit_member_is_a_fault(string json, string fault) => Decide(json, Of()).ShouldRefuse(422, "validation_failed", fault);
}
