using Shouldly;
using Xunit;

namespace IotPlatform.IntegrationTests.Notifications;

public sealed class deleting_a_channel(PlatformFixture platform) : PlatformTest(platform)
{
    [Fact]
    public async Task it_is_gone_from_then_on_but_for_its_history()
    {
        var id = await Customer.CreateChannelAsync();
        (await Api.DeleteAsync($"notifications/channels/{id}")).Is(204);
        (await Api.DeleteAsync($"notifications/channels/{id}")).IsProblem(404, "not_found");
        (await Api.GetAsync($"notifications/channels/{id}")).IsProblem(404, "not_found");
        (await Api.PutAsync($"notifications/channels/{id}", """{"name":"x"}""")).IsProblem(404, "not_found");
        (await Api.PostAsync($"notifications/channels/{id}/secret/rotate")).IsProblem(404, "not_found");
        (await Api.GetAsync("notifications/channels")).Total.ShouldBe(0);
        (await Api.GetAsync($"notifications/channels/{id}/history")).Is(200).Each("events", "event_type")
            .ShouldBe(["channel_created", "channel_deleted"]);
    }

    [Theory]
    [InlineData("\"channel_ids\":[\"{0}\"]")]
    [InlineData("\"channel_ids\":[\"{1}\"],\"escalate_after_seconds\":60,\"escalation_channel_ids\":[\"{1}\",\"{0}\"]")]
    public async Task one_that_a_policy_uses_is_kept_until_the_policy_lets_it_go(string members)
    {
        var (id, other) = (await Customer.CreateChannelAsync(), await Customer.CreateChannelAsync());
        var policy = (await Api.PostAsync("notifications/policies", $$"""
            {"name":"Everything",{{members.Replace("{0}", id, StringComparison.Ordinal).Replace("{1}", other, StringComparison.Ordinal)}}}
            """)).Is(201).Id;

        var refused = (await Api.DeleteAsync($"notifications/channels/{id}")).IsProblem(409, "in_use");
        refused.Member("detail")!.ShouldContain($"'Everything' ({policy})");
        (await Api.GetAsync($"notifications/channels/{id}")).Is(200);

        (await Api.DeleteAsync($"notifications/policies/{policy}")).Is(204);
        (await Api.DeleteAsync($"notifications/channels/{id}")).Is(204);
    }
}
