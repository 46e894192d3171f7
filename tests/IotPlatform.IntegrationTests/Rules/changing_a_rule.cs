using System.Text.Json;
using Shouldly;
using Xunit;

namespace IotPlatform.IntegrationTests.Rules;

public sealed class changing_a_rule(PlatformFixture platform) : PlatformTest(platform)
{
    private const string Full = """ "description":"Too hot","severity":"critical","cooldown_seconds":5,"auto_resolve":true """;

    [Fact]
    public async Task what_is_absent_stays_and_what_is_null_is_cleared()
    {
        var id = await Customer.CreateRuleAsync(Full);
        var rule = (await Api.PutAsync($"rules/{id}", """{"description":null,"severity":"info"}""")).Is(200);
        rule["description"].ValueKind.ShouldBe(JsonValueKind.Null);
        (rule.Member("severity"), rule["cooldown_seconds"].GetInt32(), rule["auto_resolve"].GetBoolean()).ShouldBe(("info", 5, true));
        (await Api.GetAsync($"rules/{id}")).ETag.ShouldBe(rule.ETag);
    }

    [Theory]
    [InlineData("""{"name":null}""", "name")]
    [InlineData("""{"config":null}""", "config")]
    [InlineData("""{"config":{}}""", "config.field config.operator config.value")]
    [InlineData("""{"rule_type":"offline"}""", "rule_type")]
    [InlineData("""{"scope_type":"device"}""", "scope_type")]
    [InlineData("""{"scope_device_id":"pump-1"}""", "scope_device_id")]
    [InlineData("""{"severity":"fatal","cooldown_seconds":-1}""", "severity cooldown_seconds")]
    public async Task what_can_not_be_is_named_and_changes_nothing(string body, string fields)
    {
        var id = await Customer.CreateRuleAsync(Full);
        (await Api.PutAsync($"rules/{id}", body)).IsInvalid(fields.Split(' '));
        (await Api.GetAsync($"rules/{id}")).ETag.ShouldBe("\"1\"");
    }

    [Fact]
    public async Task naming_what_can_not_be_changed_with_the_value_it_has_is_ignored()
    {
        await Customer.RegisterAsync();
        var id = await Customer.CreateRuleAsync("""
            "scope_type":"device","scope_device_id":"pump-1"
            """);
        (await Api.PutAsync($"rules/{id}", """{"rule_type":"threshold","scope_type":"device","scope_device_id":"pump-1","scope_group_id":null}"""))
            .Is(200).ETag.ShouldBe("\"1\"");
    }

    [Fact]
    public async Task what_was_answered_can_be_sent_back_and_changes_nothing()
    {
        var id = await Customer.CreateRuleAsync(Full);
        var rule = await Api.GetAsync($"rules/{id}");
        var again = (await Api.PutAsync($"rules/{id}", rule.Text)).Is(200);
        (again.ETag, again.Member("updated_at")).ShouldBe((rule.ETag, rule.Member("updated_at")));
    }

    [Fact]
    public async Task the_next_sample_meets_the_new_config()
    {
        await using var hot = await Customer.OverheatAsync();
        await Api.PostAsync($"alarms/{hot.AlarmId}/resolve");
        await Api.PutAsync($"rules/{hot.RuleId}", """{"config":{"field":"temperature","operator":">","value":100}}""");
        await hot.Connection.MeasureAsync(20, 99);
        await hot.Connection.MeasureAsync(101);
        var alarm = (await Api.GetAsync($"alarms/{await Customer.AlarmAsync()}")).Is(200);
        alarm["details"].GetRawText().ShouldContain("101");
        (await Customer.AlarmsAsync()).Count.ShouldBe(2);
    }

    [Fact]
    public async Task an_outdated_version_is_a_412()
    {
        var id = await Customer.CreateRuleAsync();
        (await Api.SendAsync(HttpMethod.Put, $"rules/{id}", """{"name":"x"}""", ("If-Match", "\"2\""))).Is(412);
        (await Api.SendAsync(HttpMethod.Put, $"rules/{id}", """{"name":"x"}""", ("If-Match", "\"1\""))).Is(200);
    }
}
