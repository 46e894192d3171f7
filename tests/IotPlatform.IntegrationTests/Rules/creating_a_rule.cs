using System.Text.Json;
using Shouldly;
using Xunit;

namespace IotPlatform.IntegrationTests.Rules;

public sealed class creating_a_rule(PlatformFixture platform) : PlatformTest(platform)
{
    private static readonly string[] Members =
    [
        "id", "name", "description", "rule_type", "scope_type", "scope_device_id", "scope_group_id", "scope_profile_id", "config", "severity",
        "actions", "cooldown_seconds", "is_enabled", "auto_resolve", "created_at", "updated_at",
    ];

    private const string Hot = """{"field":"temperature","operator":">","value":30}""";

    [Fact]
    public async Task without_anything_that_may_be_left_out_it_has_the_defaults()
    {
        var rule = (await Api.PostAsync("rules", $$"""{"name":"Hot","rule_type":"threshold","config":{{Hot}}}""")).Is(201);

        rule.Json.EnumerateObject().Select(member => member.Name).ShouldBe(Members, ignoreOrder: true);
        rule.Headers.Location!.ToString().ShouldEndWith($"/v1/iot/rules/{rule.Id}");
        rule.ETag.ShouldBe("\"1\"");
        Guid.TryParse(rule.Id, out var id).ShouldBeTrue();
        id.Version.ShouldBe(7);
        foreach (var absent in new[] { "description", "scope_device_id", "scope_group_id", "scope_profile_id" })
            rule[absent].ValueKind.ShouldBe(JsonValueKind.Null, absent);
        (rule.Member("scope_type"), rule.Member("severity"), rule["actions"].GetRawText()).ShouldBe(("fleet", "warning", """["create_alarm"]"""));
        (rule["cooldown_seconds"].GetInt32(), rule["is_enabled"].GetBoolean(), rule["auto_resolve"].GetBoolean())
            .ShouldBe((0, true, false));
        (await Api.GetAsync($"rules/{rule.Id}")).Is(200).Shows(rule);
    }

    [Fact]
    public async Task nulls_stand_for_the_defaults()
    {
        var rule = (await Api.PostAsync("rules", $$"""
            {"name":"Hot","description":null,"rule_type":"threshold","scope_type":null,"scope_device_id":null,"config":{{Hot}},"severity":null,
             "actions":null,"cooldown_seconds":null,"is_enabled":null,"auto_resolve":null}
            """)).Is(201);
        (rule.Member("scope_type"), rule.Member("severity"), rule["is_enabled"].GetBoolean()).ShouldBe(("fleet", "warning", true));
    }

    [Fact]
    public async Task it_comes_back_with_all_that_was_said_of_it()
    {
        await Customer.RegisterAsync();
        var rule = (await Api.PostAsync("rules", $$"""
            {"name":"Hot","description":"Too hot","rule_type":"threshold","scope_type":"device","scope_device_id":"pump-1","config":{{Hot}},
             "severity":"critical","actions":["create_alarm","send_webhook","mark_unhealthy"],"cooldown_seconds":60,"is_enabled":false,"auto_resolve":true}
            """)).Is(201);
        (rule.Member("description"), rule.Member("scope_type"), rule.Member("scope_device_id"), rule.Member("severity"))
            .ShouldBe(("Too hot", "device", "pump-1", "critical"));
        (rule["cooldown_seconds"].GetInt32(), rule["is_enabled"].GetBoolean(), rule["auto_resolve"].GetBoolean())
            .ShouldBe((60, false, true));
        rule["actions"].GetRawText().ShouldBe("""["create_alarm","send_webhook","mark_unhealthy"]""");
    }

    [Fact]
    public async Task type_serves_where_rule_type_is_missing()
    {
        (await Api.PostAsync("rules", $$"""{"name":"Hot","type":"threshold","config":{{Hot}}}""")).Is(201).Member("rule_type").ShouldBe("threshold");
        (await Api.PostAsync("rules", $$"""{"name":"Hot","rule_type":"threshold","type":"ignored","config":{{Hot}}}""")).Is(201);
    }

    [Theory]
    [InlineData("field", ">")]
    [InlineData("key", "gt")]
    [InlineData("datapoint_key", ">=")]
    [InlineData("metric", "gte")]
    [InlineData("field", "<")]
    [InlineData("field", "lt")]
    [InlineData("field", "<=")]
    [InlineData("field", "lte")]
    [InlineData("field", "==")]
    [InlineData("field", "eq")]
    [InlineData("field", "!=")]
    [InlineData("field", "ne")]
    public async Task a_threshold_has_these_spellings(string field, string comparison) =>
        await Customer.CreateRuleAsync(config: $$"""{"{{field}}":"t","operator":"{{comparison}}","value":1}""");

    [Fact]
    public async Task a_device_id_inside_the_config_serves_as_its_scope()
    {
        await Customer.RegisterAsync();
        const string config = """{"field":"t","operator":">","value":1,"device_id":"pump-1"}""";
        var rule = (await Api.PostAsync("rules", $$"""{"name":"x","rule_type":"threshold","scope_type":"device","config":{{config}}}""")).Is(201);
        rule.Member("scope_device_id").ShouldBe("pump-1");
        rule["config"].GetRawText().ShouldBe(config);
    }

    [Theory]
    [InlineData("""{"rule_type":"threshold"}""", "name config")]
    [InlineData("{}", "name rule_type config")]
    [InlineData("""{"name":"x","rule_type":"volcano","config":{}}""", "rule_type")]
    [InlineData("""{"name":"x","rule_type":"threshold","config":{}}""", "config.field config.operator config.value")]
    [InlineData("""{"name":"x","rule_type":"threshold","config":[]}""", "config")]
    [InlineData("""{"name":"x","rule_type":"threshold","config":null}""", "config")]
    [InlineData("""{"name":"x","rule_type":"threshold","config":{"field":"","operator":"~","value":[]}}""", "config.field config.operator config.value")]
    [InlineData("""{"name":"x","rule_type":"threshold","config":{"field":"t","operator":">","value":"hot"}}""", "config.value")]
    [InlineData("""{"name":"x","rule_type":"threshold","config":{"field":"t","operator":">","value":1,"duration":-1}}""", "config.duration")]
    [InlineData("""{"name":"x","rule_type":"threshold","config":{"field":"t","operator":">","value":1,"consecutive":0}}""", "config.consecutive")]
    [InlineData("""{"name":"x","rule_type":"threshold","config":{"field":"t","operator":">","value":1,"clear_value":2}}""", "config.clear_value")]
    [InlineData("""{"name":"x","rule_type":"threshold","config":{"field":"t","operator":">","value":1},"severity":"fatal"}""", "severity")]
    [InlineData("""{"name":"x","rule_type":"threshold","config":{"field":"t","operator":">","value":1},"cooldown_seconds":-1}""", "cooldown_seconds")]
    [InlineData("""{"name":"x","rule_type":"threshold","config":{"field":"t","operator":">","value":1},"cooldown_seconds":"1"}""", "cooldown_seconds")]
    [InlineData("""{"name":"x","rule_type":"threshold","config":{"field":"t","operator":">","value":1},"actions":["explode"]}""", "actions")]
    [InlineData("""{"name":"x","rule_type":"threshold","config":{"field":"t","operator":">","value":1},"actions":[]}""", "actions")]
    [InlineData("""{"name":"x","rule_type":"threshold","config":{"field":"t","operator":">","value":1},"scope_type":"planet"}""", "scope_type")]
    [InlineData("""{"name":"x","rule_type":"threshold","config":{"field":"t","operator":">","value":1},"scope_type":"device"}""", "scope_device_id")]
    [InlineData("""{"name":"x","rule_type":"threshold","config":{"field":"t","operator":">","value":1},"scope_type":"device","scope_device_id":"unknown"}""", "scope_device_id")]
    [InlineData("""{"name":"x","rule_type":"threshold","config":{"field":"t","operator":">","value":1},"scope_type":"group"}""", "scope_group_id")]
    [InlineData("""{"name":"x","rule_type":"threshold","config":{"field":"t","operator":">","value":1},"scope_type":"group","scope_group_id":"unknown"}""", "scope_group_id")]
    [InlineData("""{"name":"x","rule_type":"threshold","config":{"field":"t","operator":">","value":1},"scope_type":"profile","scope_profile_id":"unknown"}""", "scope_profile_id")]
    [InlineData("""{"name":"x","rule_type":"threshold","config":{"field":"t","operator":">","value":1},"scope_device_id":"pump-1"}""", "scope_device_id")]
    [InlineData("""{"name":"x","rule_type":"threshold","config":{"field":"t","operator":">","value":1,"webhook_url":"here"}}""", "config.webhook_url")]
    [InlineData("""{"name":"x","rule_type":"threshold","config":{"field":"t","operator":">","value":1,"webhook_url":"http://example.com"}}""", "config.webhook_url")]
    public async Task what_is_wrong_is_named_and_nothing_is_created(string body, string fields)
    {
        (await Api.PostAsync("rules", body)).IsInvalid(fields.Split(' '));
        (await Api.GetAsync("rules")).Total.ShouldBe(0);
    }

    [Fact]
    public async Task another_customers_device_is_no_scope()
    {
        var other = await Platform.NewCustomerAsync();
        await other.RegisterAsync("pump-9");
        (await Api.PostAsync("rules", $$"""{"name":"x","rule_type":"threshold","scope_type":"device","scope_device_id":"pump-9","config":{{Hot}}}"""))
            .IsInvalid("scope_device_id");
    }
}
