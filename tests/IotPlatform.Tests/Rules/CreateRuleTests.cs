using IotPlatform.Platform;
using IotPlatform.RuleEngine;
using IotPlatform.Rules;
using Shouldly;
using Xunit;
using static IotPlatform.Tests.Rules.SampleRule;

namespace IotPlatform.Tests.Rules;

public sealed class CreateRuleTests
{
    private static (CreateRule Request, IReadOnlyList<string> Faults) Read(string members, string config = Config)
    {
        var body = Body.Parse($$"""{"name":"Too warm","rule_type":"threshold","config":{{config}}{{(members.Length > 0 ? "," : "")}}{{members}}}""");
        return (CreateRule.Read(body), [.. body.Faults.Select(fault => $"{fault.Field} {fault.Message}")]);
    }

    private static CreateRule Accept(string members, string config = Config)
    {
        var (request, faults) = Read(members, config);
        faults.ShouldBeEmpty();
        return request;
    }

    [Fact]
    public void name_type_and_config_are_all_that_a_rule_needs() => CreateRuleEndpoint.Decide(Accept(""), "rule-1", Now).ShouldAppend(
        new RuleCreated("rule-1", "Too warm", null, "threshold", Fleet, new(Config), Severity.Warning, ["create_alarm"], 0, true, false, Now));

    [Fact]
    public void everything_may_be_given() => CreateRuleEndpoint.Decide(
        Accept("""
            "description":"d","scope_type":"device","scope_device_id":"a","severity":"critical","actions":["send_webhook","create_alarm","send_webhook"],
            "cooldown_seconds":60,"is_enabled":false,"auto_resolve":true
            """),
        "rule-1",
        Now).ShouldAppend(new RuleCreated(
            "rule-1", "Too warm", "d", "threshold", new("device", "a", null, null), new(Config), Severity.Critical,
            ["send_webhook", "create_alarm"], 60, false, true, Now));

    [Fact]
    public void nulls_stand_for_the_defaults() => Decisions.Tell(Accept(
        """
        "description":null,"scope_type":null,"scope_device_id":null,"severity":null,"actions":null,"cooldown_seconds":null,"is_enabled":null,"auto_resolve":null
        """)).ShouldBe(Decisions.Tell(Accept("")));

    [Fact]
    public void type_serves_where_rule_type_is_missing()
    {
        var body = Body.Parse($$"""{"name":"n","type":"threshold","config":{{Config}}}""");
        CreateRule.Read(body).RuleType.ShouldBe("threshold");
        body.Faults.ShouldBeEmpty();
    }

    [Fact]
    public void the_config_is_kept_to_the_character()
    {
        const string config = """{ "value" : 3.0e1,  "operator":"gt","field":"temp\u00e9","mine":{"kept":[1, 2]} }""";
        Accept("", config).Config.Text.ShouldBe(config);
    }

    [Theory]
    [InlineData("device")]
    [InlineData("group")]
    [InlineData("profile")]
    public void a_scope_names_what_it_is_about(string scope)
    {
        var expected = new RuleScope(scope, scope == "device" ? "x" : null, scope == "group" ? "x" : null, scope == "profile" ? "x" : null);
        Accept($$"""
            "scope_type":"{{scope}}","scope_{{scope}}_id":"x"
            """).Scope.ShouldBe(expected);
        Accept($$"""
            "scope_type":"{{scope}}"
            """, Config.Replace("}", $$""","{{scope}}_id":"x"}""", StringComparison.Ordinal)).Scope.ShouldBe(expected);
        Read($$"""
            "scope_type":"{{scope}}"
            """).Faults.ShouldBe([$"scope_{scope}_id is required when scope_type is {scope}"]);
    }

    [Fact]
    public void an_id_in_the_config_serves_its_own_scope_alone() =>
        Accept("", Config.Replace("}", ""","device_id":"x"}""", StringComparison.Ordinal)).Scope.ShouldBe(Fleet);

    [Theory]
    [InlineData("""
        "scope_device_id":"x"
        """, "scope_device_id must be absent unless scope_type is device")]
    [InlineData("""
        "scope_type":"group","scope_group_id":"g","scope_profile_id":"p"
        """, "scope_profile_id must be absent unless scope_type is profile")]
    [InlineData("""
        "scope_type":"planet"
        """, "scope_type must be one of fleet, group, profile, device")]
    [InlineData("""
        "severity":"fatal"
        """, "severity must be one of info, warning, critical")]
    [InlineData("""
        "actions":[]
        """, "actions must not be empty")]
    [InlineData("""
        "actions":["explode"]
        """, "actions must be of create_alarm, send_webhook, mark_unhealthy; 'explode' is none")]
    [InlineData("""
        "cooldown_seconds":2592001
        """, "cooldown_seconds must be a whole number from 0 to 2592000")]
    public void an_unfit_member_is_a_fault(string members, string fault) => Read(members).Faults.ShouldBe([fault]);

    [Fact]
    public void the_configs_faults_are_told_with_the_others() =>
        Read("""
            "severity":1
            """, """{"field":"t","operator":"~"}""").Faults.ShouldBe(
        [
            $"config.operator must be one of: {Comparisons.Spellings}", "config.value is required", "severity must be one of info, warning, critical",
        ], ignoreOrder: true);

    [Fact]
    public void a_config_that_the_store_cannot_hold_is_a_fault() =>
        Read("", """{"field":"t","operator":">","value":1,"x":"\u0000"}""").Faults.ShouldHaveSingleItem().ShouldStartWith("config must not contain NUL");

    [Fact]
    public void name_type_and_config_are_required()
    {
        var body = Body.Parse("{}");
        CreateRule.Read(body);
        body.Faults.ShouldBe([new("rule_type", "is required"), new("config", "is required"), new("name", "is required")]);
    }

    [Fact]
    public void an_unknown_type_is_a_fault()
    {
        var body = Body.Parse("""{"name":"n","rule_type":"magic","config":{}}""");
        CreateRule.Read(body);
        body.Faults.ShouldHaveSingleItem().Field.ShouldBe("rule_type");
    }
}
