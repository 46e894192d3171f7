using Shouldly;
using Xunit;

namespace IotPlatform.IntegrationTests.Profiles;

public sealed class listing_profiles(PlatformFixture platform) : PlatformTest(platform)
{
    [Fact]
    public async Task the_order_and_the_page_decide()
    {
        var b = await Customer.CreateProfileAsync("B");
        await Customer.CreateProfileAsync("A");
        await Customer.CreateProfileAsync("C");
        await Api.PutAsync($"profiles/{b}", """{"description":"changed last"}""");
        foreach (var (query, expected) in new[]
        {
            ("", "BAC"), ("sort=created_at", "BAC"), ("sort=-created_at", "CAB"), ("sort=name", "ABC"), ("sort=-name", "CBA"),
            ("sort=updated_at", "ACB"), ("sort=-updated_at", "BCA"), ("page_size=2", "BA"), ("page_size=2&page=2", "C"), ("page=9", ""),
        })
        {
            var list = (await Api.GetAsync($"profiles?{query}")).Is(200);
            (string.Concat(list.Each("profiles", "name")), list.Total).ShouldBe((expected, 3), query);
        }
    }

    [Fact]
    public async Task page_and_size_are_told_and_each_profile_is_as_it_is_alone()
    {
        await Customer.RegisterAsync();
        var id = await Customer.CreateProfileAsync("Pump", "pump-1");
        var list = await Api.GetAsync("profiles?page_size=7");
        (list.Total, list["page"].GetInt32(), list["page_size"].GetInt32()).ShouldBe((1, 1, 7));
        list.Items("profiles").Single().GetRawText().ShouldBe((await Api.GetAsync($"profiles/{id}")).Text);
    }

    [Theory]
    [InlineData("page=x", "page")]
    [InlineData("page_size=0", "page_size")]
    [InlineData("sort=metadata", "sort")]
    public async Task a_value_that_is_none_is_a_422(string query, string field) =>
        (await Api.GetAsync($"profiles?{query}")).IsInvalid(field);
}
