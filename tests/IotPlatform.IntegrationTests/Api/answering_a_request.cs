using System.Text.RegularExpressions;
using Shouldly;
using Xunit;

namespace IotPlatform.IntegrationTests.Api;

public sealed partial class answering_a_request(PlatformFixture platform) : PlatformTest(platform)
{
    [Fact]
    public async Task the_callers_request_id_is_echoed()
    {
        var answer = await Api.SendAsync(HttpMethod.Get, "devices", null as string, ("X-Request-Id", "order-17"));
        answer.Headers.GetValues("X-Request-Id").ShouldBe(["order-17"]);
    }

    [Fact]
    public async Task a_request_without_an_id_gets_one_of_its_own()
    {
        var ids = new[] { await Api.GetAsync("devices"), await Api.GetAsync("no-such-thing") }.Select(
            x => x.Headers.GetValues("X-Request-Id").Single());
        ids.Distinct().Count(id => id.Length > 0).ShouldBe(2);
    }

    [Fact]
    public async Task a_request_id_that_would_break_a_log_is_replaced()
    {
        var answer = await Api.SendAsync(HttpMethod.Get, "devices", null as string, ("X-Request-Id", new string('x', 4_000)));
        answer.Is(200).Headers.GetValues("X-Request-Id").Single().Length.ShouldBeLessThan(200);
    }

    [Fact]
    public async Task times_are_rfc_3339_in_utc_with_a_z()
    {
        await Customer.RegisterAsync();
        var text = (await Api.GetAsync("devices/pump-1")).Member("created_at")!;
        UtcTime().IsMatch(text).ShouldBeTrue(text);
        (DateTimeOffset.UtcNow - Answer.Time((await Api.GetAsync("devices/pump-1"))["created_at"])).Duration()
            .ShouldBeLessThan(TimeSpan.FromMinutes(1));
    }

    [Fact]
    public async Task unknown_members_of_a_body_and_a_query_are_ignored()
    {
        (await Api.PostAsync("devices", """{"name":"x","colour":"red"}""")).Is(201);
        (await Api.GetAsync("devices?colour=red")).Is(200).Total.ShouldBe(1);
    }

    [Theory]
    [InlineData(2)]
    [InlineData(9)]
    [InlineData(int.MaxValue)]
    public async Task a_page_past_the_end_is_empty_and_tells_the_total(int number)
    {
        await Customer.RegisterAsync();
        var page = (await Api.GetAsync($"devices?page={number}&page_size=10")).Is(200);
        page.Items("devices").ShouldBeEmpty();
        (page.Total, page["page"].GetInt32(), page["page_size"].GetInt32()).ShouldBe((1, number, 10));
    }

    [Theory]
    [InlineData("/health/live")]
    [InlineData("/health/ready")]
    public async Task its_health_is_told_without_a_key(string path)
    {
        using var answer = await Platform.Http.GetAsync(path);
        ((int)answer.StatusCode).ShouldBe(200);
    }

    [Fact]
    public async Task pages_from_elsewhere_are_not_let_in_unless_the_operator_says_so()
    {
        var answer = await Api.SendAsync(HttpMethod.Get, "devices", null as string, ("Origin", "https://app.example.com"));
        answer.Is(200).Headers.ShouldNotContain(header => header.Key.StartsWith("Access-Control", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("devices")]
    [InlineData("rules")]
    [InlineData("alarms")]
    public async Task a_list_without_anything_in_it_is_a_page_like_any_other(string name)
    {
        var page = (await Api.GetAsync(name)).Is(200);
        page.Items(name).ShouldBeEmpty();
        (page.Total, page["page"].GetInt32(), page["page_size"].GetInt32()).ShouldBe((0, 1, 50));
    }

    [GeneratedRegex(@"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$")]
    private static partial Regex UtcTime();
}
