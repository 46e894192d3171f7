using Shouldly;
using Xunit;

namespace IotPlatform.IntegrationTests.Notifications;

public sealed class changing_a_policy(PlatformFixture platform) : PlatformTest(platform)
{
    private Task<Answer> PutAsync(string id, string body) => Api.PutAsync($"notifications/policies/{id}", body);

    [Fact]
    public async Task what_is_absent_stays_and_what_is_null_is_cleared()
    {
        var id = await Customer.PolicyAsync("\"description\":\"d\",\"cooldown_seconds\":5,\"repeat_interval_seconds\":60");
        var policy = (await PutAsync(id, """{"description":null,"repeat_interval_seconds":null,"severity_filter":["critical"]}""")).Is(200);
        (policy.Member("description"), policy["cooldown_seconds"].GetInt32(), policy["severity_filter"].GetRawText()).ShouldBe((null, 5, """["critical"]"""));
        policy["repeat_interval_seconds"].ValueKind.ShouldBe(System.Text.Json.JsonValueKind.Null);
        (await Api.GetAsync($"notifications/policies/{id}")).Shows(policy).ETag.ShouldBe("\"2\"");
    }

    [Theory]
    [InlineData("""{"name":null}""", "name")]
    [InlineData("""{"channel_ids":null}""", "channel_ids")]
    [InlineData("""{"channel_ids":["x"]}""", "channel_ids[0]")]
    [InlineData("""{"escalate_after_seconds":60,"escalation_channel_ids":["x"]}""", "escalation_channel_ids[0]")]
    [InlineData("""{"rule_ids":["x"],"scope_type":"device","scope_ids":["x"]}""", "rule_ids scope_type scope_ids")]
    public async Task what_can_not_be_is_named_and_changes_nothing(string body, string fields)
    {
        var id = await Customer.PolicyAsync();
        (await PutAsync(id, body)).IsInvalid(fields.Split(' '));
        (await Api.GetAsync($"notifications/policies/{id}")).ETag.ShouldBe("\"1\"");
    }

    [Fact]
    public async Task what_was_answered_can_be_sent_back_and_changes_nothing()
    {
        await Customer.RegisterAsync("a");
        await Customer.RegisterAsync("b");
        var id = await Customer.PolicyAboutAsync("device", "b", "a");
        var policy = await Api.GetAsync($"notifications/policies/{id}");
        (await PutAsync(id, policy.Text)).Is(200).ETag.ShouldBe("\"1\"");
        (await PutAsync(id, """{"scope_ids":["a","b"]}""")).Is(200).ETag.ShouldBe("\"1\"");
    }

    [Fact]
    public async Task it_is_switched_and_its_history_tells_of_it()
    {
        var id = await Customer.PolicyAsync();
        (await PutAsync(id, """{"is_enabled":false,"name":"Day shift"}""")).Is(200)["is_enabled"].GetBoolean().ShouldBeFalse();
        (await PutAsync(id, """{"is_enabled":true}""")).Is(200)["is_enabled"].GetBoolean().ShouldBeTrue();
        (await Api.DeleteAsync($"notifications/policies/{id}")).Is(204);
        (await Api.GetAsync($"notifications/policies/{id}/history")).Is(200).Each("events", "event_type")
            .ShouldBe(["policy_created", "policy_revised", "policy_disabled", "policy_enabled", "policy_deleted"]);
    }

    [Fact]
    public async Task an_outdated_version_is_a_412()
    {
        var path = $"notifications/policies/{await Customer.PolicyAsync()}";
        (await Api.SendAsync(HttpMethod.Put, path, """{"name":"x"}""", ("If-Match", "\"2\""))).Is(412);
        (await Api.SendAsync(HttpMethod.Put, path, """{"name":"x"}""", ("If-Match", "\"1\""))).Is(200);
    }
}
