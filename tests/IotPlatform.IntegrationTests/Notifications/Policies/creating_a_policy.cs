using System.Text.Json;
using Shouldly;
using Xunit;

namespace IotPlatform.IntegrationTests.Notifications;

public sealed class creating_a_policy(PlatformFixture platform) : PlatformTest(platform)
{
    private static readonly string[] Members =
    [
        "id", "name", "description", "severity_filter", "rule_ids", "scope_type", "scope_ids", "event_types", "channel_ids", "cooldown_seconds",
        "group_by", "group_wait_seconds", "group_interval_seconds", "repeat_interval_seconds", "escalate_after_seconds",
        "escalation_channel_ids", "is_enabled", "created_at", "updated_at",
    ];

    [Fact]
    public async Task without_anything_that_may_be_left_out_it_has_the_defaults()
    {
        var channel = await Customer.ChannelAsync();
        var policy = (await Customer.PostPolicyAsync("", channel)).IsCreated("notifications/policies", Members);

        policy["severity_filter"].GetRawText().ShouldBe("""["info","warning","critical"]""");
        policy["event_types"].GetRawText().ShouldBe("""["triggered","resolved"]""");
        policy["channel_ids"].GetRawText().ShouldBe($"[\"{channel}\"]");
        foreach (var absent in new[] { "description", "rule_ids", "scope_ids", "group_by", "repeat_interval_seconds", "escalate_after_seconds" })
            policy[absent].ValueKind.ShouldBe(JsonValueKind.Null, absent);
        foreach (var zero in new[] { "cooldown_seconds", "group_wait_seconds", "group_interval_seconds" })
            policy[zero].GetInt32().ShouldBe(0, zero);
        (policy.Member("scope_type"), policy["is_enabled"].GetBoolean()).ShouldBe(("fleet", true));
        policy["escalation_channel_ids"].GetArrayLength().ShouldBe(0);
        (await Api.GetAsync($"notifications/policies/{policy.Id}")).Is(200).Shows(policy);
    }

    [Fact]
    public async Task it_comes_back_with_all_that_was_said_of_it()
    {
        string[] channels = [await Customer.ChannelAsync(), await Customer.ChannelAsync()];
        await Customer.RegisterAsync();
        var rule = await Customer.CreateRuleAsync();
        var sent = $$"""
            {"name":"Night shift","description":"d","severity_filter":["critical","info"],"rule_ids":["{{rule}}"],"scope_type":"device",
             "scope_ids":["pump-1"],"event_types":["acknowledged"],"channel_ids":["{{channels[0]}}"],"cooldown_seconds":60,"group_by":"group",
             "group_wait_seconds":1,"group_interval_seconds":2,"repeat_interval_seconds":3,"escalate_after_seconds":4,
             "escalation_channel_ids":["{{channels[1]}}"],"is_enabled":false}
            """;
        var policy = (await Api.PostAsync("notifications/policies", sent)).Is(201);
        foreach (var member in JsonElement.Parse(sent).EnumerateObject())
            JsonElement.DeepEquals(policy[member.Name], member.Value).ShouldBeTrue(member.Name);
        (await Api.GetAsync($"notifications/policies/{policy.Id}")).Is(200).Shows(policy);
    }

    [Theory]
    [InlineData("device", "rule_ids[1] scope_ids[0]")]
    [InlineData("group", "rule_ids[1] scope_ids[0]")]
    [InlineData("profile", "rule_ids[1] scope_ids[0]")]
    public async Task all_that_is_not_there_is_named_and_nothing_is_created(string scopeType, string fields)
    {
        var channel = await Customer.ChannelAsync();
        var rule = await Customer.CreateRuleAsync();
        var refused = await Customer.PostPolicyAsync(
            $$"""
            "rule_ids":["{{rule}}","no-rule"],"scope_type":"{{scopeType}}","scope_ids":["nowhere"],"escalate_after_seconds":60,
            "escalation_channel_ids":["no-channel"]
            """,
            "gone", channel, rule);
        refused.IsInvalid(["channel_ids[0]", "channel_ids[2]", "escalation_channel_ids[0]", .. fields.Split(' ')]);
        refused.Member("detail")!.ShouldContain($"scope_ids[0]: names no {scopeType}: 'nowhere'");
        (await Api.GetAsync("notifications/policies")).Total.ShouldBe(0);
    }

    [Fact]
    public async Task what_another_customer_has_is_not_there()
    {
        var other = await Platform.NewCustomerAsync();
        await other.RegisterAsync("pump-9");
        var own = await Customer.ChannelAsync();
        (await Customer.PostPolicyAsync("", await other.ChannelAsync())).IsInvalid("channel_ids[0]");
        (await Customer.PostPolicyAsync($"\"rule_ids\":[\"{await other.CreateRuleAsync()}\"]", own)).IsInvalid("rule_ids[0]");
        (await Customer.PostPolicyAsync("\"scope_type\":\"device\",\"scope_ids\":[\"pump-9\"]", own)).IsInvalid("scope_ids[0]");
    }

    [Theory]
    [InlineData("{}", "name channel_ids")]
    [InlineData("""{"name":"x","channel_ids":[],"severity_filter":["fatal"],"event_types":[]}""", "channel_ids severity_filter event_types")]
    [InlineData("""{"name":"x","channel_ids":["x"],"scope_type":"group"}""", "scope_ids")]
    [InlineData("""{"name":"x","channel_ids":["x"],"group_wait_seconds":9,"escalate_after_seconds":9}""", "group_wait_seconds escalation_channel_ids")]
    public async Task what_is_wrong_is_named(string body, string fields) =>
        (await Api.PostAsync("notifications/policies", body)).IsInvalid(fields.Split(' '));
}
