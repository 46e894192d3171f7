using Shouldly;
using Xunit;

namespace IotPlatform.IntegrationTests.Groups;

public sealed class listing_groups(PlatformFixture platform) : PlatformTest(platform)
{
    [Fact]
    public async Task the_order_and_the_page_decide()
    {
        var b = await Customer.CreateGroupAsync("B");
        await Customer.CreateGroupAsync("A");
        await Customer.CreateGroupAsync("C");
        await Api.PutAsync($"groups/{b}", """{"description":"changed last"}""");
        foreach (var (query, expected) in new[]
        {
            ("", "BAC"), ("sort=created_at", "BAC"), ("sort=-created_at", "CAB"), ("sort=name", "ABC"), ("sort=-name", "CBA"),
            ("sort=updated_at", "ACB"), ("sort=-updated_at", "BCA"), ("page_size=2", "BA"), ("page_size=2&page=2", "C"),
            ("page_size=2&page=3", ""), ("page=2147483647&page_size=100", ""), ("unknown=1", "BAC"),
        })
        {
            var list = (await Api.GetAsync($"groups?{query}")).Is(200);
            string.Concat(list.Each("groups", "name")).ShouldBe(expected, query);
            list.Total.ShouldBe(3, query);
        }
    }

    [Fact]
    public async Task page_and_size_are_told_and_each_group_is_as_it_is_alone()
    {
        await Customer.RegisterAsync();
        var id = await Customer.CreateGroupAsync("Pumps", "pump-1");
        var list = await Api.GetAsync("groups");
        (list.Total, list["page"].GetInt32(), list["page_size"].GetInt32()).ShouldBe((1, 1, 50));
        list.Items("groups").Single().GetRawText().ShouldBe((await Api.GetAsync($"groups/{id}")).Text);
    }

    [Theory]
    [InlineData("page=0", "page")]
    [InlineData("page_size=101", "page_size")]
    [InlineData("sort=device_count", "sort")]
    public async Task a_value_that_is_none_is_a_422(string query, string field) => (await Api.GetAsync($"groups?{query}")).IsInvalid(field);

    [Fact]
    public async Task its_devices_are_listed_as_devices_are()
    {
        foreach (var id in new[] { "c", "a", "b", "outside" }) await Customer.RegisterAsync(id);
        var group = await Customer.CreateGroupAsync("Pumps", "b", "a", "c");
        var other = await Customer.CreateGroupAsync("Others", "outside");
        await Api.PatchAsync("devices/b", """{"is_active":false}""");
        foreach (var (query, expected, total) in new[]
        {
            ("", "cab", 3), ("sort=-device_id", "cba", 3), ("is_active=true", "ca", 2), ("page_size=1&page=2", "a", 3), ("page=9", "", 3),
            ($"group_id={other}", "cab", 3),
        })
        {
            var list = (await Api.GetAsync($"groups/{group}/devices?{query}")).Is(200);
            (string.Concat(list.Each("devices", "device_id")), list.Total).ShouldBe((expected, total), query);
        }
        (await Api.GetAsync($"groups/{group}/devices?page=0")).IsInvalid("page");
        (await Api.GetAsync("groups/unknown/devices")).IsProblem(404, "not_found");
    }
}
