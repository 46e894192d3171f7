using Shouldly;
using Xunit;

namespace IotPlatform.IntegrationTests.Rules;

public sealed class listing_rules(PlatformFixture platform) : PlatformTest(platform)
{
    [Theory]
    [InlineData("", "A B C")]
    [InlineData("scope_type=fleet", "A C")]
    [InlineData("scope_type=device", "B")]
    [InlineData("scope_type=group", "")]
    [InlineData("rule_type=threshold", "A B C")]
    [InlineData("rule_type=offline", "")]
    [InlineData("severity=critical", "A")]
    [InlineData("severity=warning", "B C")]
    [InlineData("is_enabled=true", "A B")]
    [InlineData("is_enabled=false", "C")]
    [InlineData("device_id=pump-1", "B")]
    [InlineData("device_id=pump-2", "")]
    [InlineData("group_id=x", "")]
    [InlineData("profile_id=x", "")]
    [InlineData("sort=-name", "C B A")]
    [InlineData("sort=-created_at", "C B A")]
    [InlineData("page_size=2&page=2", "C")]
    [InlineData("severity=warning&is_enabled=true", "B")]
    public async Task the_filters_the_order_and_the_page_decide(string query, string expected)
    {
        await Customer.RegisterAsync();
        await Create("A", "\"severity\":\"critical\"");
        await Create("B", "\"scope_type\":\"device\",\"scope_device_id\":\"pump-1\"");
        await Create("C", "\"is_enabled\":false");
        (await Api.GetAsync($"rules?{query}")).Is(200).Each("rules", "name")
            .ShouldBe(expected.Split(' ', StringSplitOptions.RemoveEmptyEntries));
    }

    [Theory]
    [InlineData("scope_type=planet", "scope_type")]
    [InlineData("rule_type=volcano", "rule_type")]
    [InlineData("severity=fatal", "severity")]
    [InlineData("is_enabled=perhaps", "is_enabled")]
    [InlineData("sort=colour", "sort")]
    public async Task a_value_that_is_none_is_a_422(string query, string field) => (await Api.GetAsync($"rules?{query}")).IsInvalid(field);

    private async Task Create(string name, string members) => (await Api.PostAsync(
        "rules", $$"""{"name":"{{name}}","rule_type":"threshold","config":{"field":"t","operator":">","value":1},{{members}}}""")).Is(201);
}
