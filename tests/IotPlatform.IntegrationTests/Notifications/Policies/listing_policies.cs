using Shouldly;
using Xunit;

namespace IotPlatform.IntegrationTests.Notifications;

public sealed class listing_policies(PlatformFixture platform) : PlatformTest(platform)
{
    [Fact]
    public async Task the_filters_the_order_and_the_page_decide()
    {
        string[] channels = [await Customer.ChannelAsync(), await Customer.ChannelAsync()];
        await Customer.RegisterAsync();
        (await Customer.PostPolicyAsync("\"name\":\"A\"", channels[0])).Is(201);
        (await Customer.PostPolicyAsync(
            $"\"name\":\"B\",\"is_enabled\":false,\"escalate_after_seconds\":9,\"escalation_channel_ids\":[\"{channels[0]}\"]", channels[1])).Is(201);
        (await Customer.PostPolicyAsync("\"name\":\"C\",\"scope_type\":\"device\",\"scope_ids\":[\"pump-1\"]", channels[1])).Is(201);

        await Shows("", "A B C");
        await Shows("is_enabled=true", "A C");
        await Shows("is_enabled=false", "B");
        await Shows("scope_type=fleet", "A B");
        await Shows("scope_type=device", "C");
        await Shows($"channel_id={channels[0]}", "A B");
        await Shows($"channel_id={channels[1]}", "B C");
        await Shows("channel_id=x", "");
        await Shows("sort=-name", "C B A");
        await Shows("sort=-created_at&page_size=2&page=2", "A");
    }

    [Theory]
    [InlineData("scope_type=planet", "scope_type")]
    [InlineData("is_enabled=perhaps", "is_enabled")]
    [InlineData("sort=colour", "sort")]
    public async Task a_value_that_is_none_is_a_422(string query, string field) =>
        (await Api.GetAsync($"notifications/policies?{query}")).IsInvalid(field);

    private async Task Shows(string query, string expected) => (await Api.GetAsync($"notifications/policies?{query}")).Is(200)
        .Each("policies", "name").ShouldBe(expected.Split(' ', StringSplitOptions.RemoveEmptyEntries), query);
}
