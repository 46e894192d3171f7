using Shouldly;
using Xunit;

namespace IotPlatform.IntegrationTests.Notifications;

public sealed class listing_channels(PlatformFixture platform) : PlatformTest(platform)
{
    [Theory]
    [InlineData("", "A B C")]
    [InlineData("channel_type=email", "A")]
    [InlineData("channel_type=webhook", "B C")]
    [InlineData("channel_type=slack", "")]
    [InlineData("is_enabled=true", "A B")]
    [InlineData("is_enabled=false", "C")]
    [InlineData("channel_type=webhook&is_enabled=true", "B")]
    [InlineData("sort=-name", "C B A")]
    [InlineData("sort=-created_at", "C B A")]
    [InlineData("sort=-updated_at", "A C B")]
    [InlineData("page_size=2&page=2", "C")]
    public async Task the_filters_the_order_and_the_page_decide(string query, string expected)
    {
        var first = await CreateAsync("Z", "email", """{"to":"ops@example.com"}""");
        await CreateAsync("B", "webhook", """{"url":"https://example.com/b"}""");
        await CreateAsync("C", "webhook", """{"url":"https://example.com/c"},"is_enabled":false""");
        (await Api.PutAsync($"notifications/channels/{first}", """{"name":"A"}""")).Is(200);
        (await Api.GetAsync($"notifications/channels?{query}")).Is(200).Each("channels", "name")
            .ShouldBe(expected.Split(' ', StringSplitOptions.RemoveEmptyEntries));
    }

    [Theory]
    [InlineData("channel_type=fax", "channel_type")]
    [InlineData("is_enabled=perhaps", "is_enabled")]
    [InlineData("sort=config", "sort")]
    public async Task a_value_that_is_none_is_a_422(string query, string field) =>
        (await Api.GetAsync($"notifications/channels?{query}")).IsInvalid(field);

    private async Task<string> CreateAsync(string name, string type, string config) =>
        (await Api.PostAsync("notifications/channels", $$"""{"name":"{{name}}","channel_type":"{{type}}","config":{{config}}}""")).Is(201).Id;
}
