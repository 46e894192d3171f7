using Shouldly;
using Xunit;

namespace IotPlatform.IntegrationTests.Datapoints;

public sealed class listing_datapoints(PlatformFixture platform) : PlatformTest(platform)
{
    [Fact]
    public async Task the_order_and_the_page_decide()
    {
        var b = await Customer.DefineAsync("b", "\"label\":\"1\"");
        await Customer.DefineAsync("a", "\"label\":\"3\"");
        await Customer.DefineAsync("c", "\"label\":\"2\"");
        await Api.PutAsync($"datapoints/{b}", """{"unit":"K"}""");
        foreach (var (query, expected) in new[]
        {
            ("", "bac"), ("sort=created_at", "bac"), ("sort=-created_at", "cab"), ("sort=key", "abc"), ("sort=-key", "cba"),
            ("sort=label", "bca"), ("sort=-label", "acb"), ("sort=updated_at", "acb"), ("page_size=2", "ba"), ("page_size=2&page=2", "c"),
            ("page=9", ""),
        })
        {
            var list = (await Api.GetAsync($"datapoints?{query}")).Is(200);
            (string.Concat(list.Each("datapoints", "key")), list.Total).ShouldBe((expected, 3), query);
        }
    }

    [Fact]
    public async Task page_and_size_are_told_and_each_datapoint_is_as_it_is_alone()
    {
        var id = await Customer.DefineAsync();
        var list = await Api.GetAsync("datapoints");
        (list.Total, list["page"].GetInt32(), list["page_size"].GetInt32()).ShouldBe((1, 1, 50));
        list.Items("datapoints").Single().GetRawText().ShouldBe((await Api.GetAsync($"datapoints/{id}")).Text);
    }

    [Theory]
    [InlineData("page=0", "page")]
    [InlineData("page_size=101", "page_size")]
    [InlineData("sort=unit", "sort")]
    public async Task a_value_that_is_none_is_a_422(string query, string field) =>
        (await Api.GetAsync($"datapoints?{query}")).IsInvalid(field);
}
