using System.Text.RegularExpressions;
using IotPlatform.Accounts;
using Microsoft.AspNetCore.Routing;
using Shouldly;
using Xunit;

namespace IotPlatform.IntegrationTests.Api;

public sealed partial class reading_with_head(PlatformFixture platform) : PlatformTest(platform)
{
    [Fact]
    public async Task every_get_route_answers_it_with_the_same_status_and_headers_and_the_length_of_the_body_alone()
    {
        await using var hot = await Customer.OverheatAsync();
        await Api.PostAsync("devices/pump-1/tags", """{"tags":["x"]}""");
        var ids = new Dictionary<string, string> { ["device_id"] = hot.Device.Id, ["rule_id"] = hot.RuleId, ["alarm_id"] = hot.AlarmId };

        var statuses = new List<int>();
        foreach (var pattern in PathsOfGet())
        {
            var path = Parameter().Replace(pattern, match => ids.GetValueOrDefault(match.Groups[1].Value, "unknown"));
            statuses.Add(await HeadIsLikeGetAsync(path));
        }

        statuses.Count(status => status is 200).ShouldBeGreaterThanOrEqualTo(10);
    }

    [Theory]
    [InlineData("/v1/iot/devices/unknown", 404)]
    [InlineData("/v1/iot/no-such-thing", 404)]
    [InlineData("/v1/iot/devices?page=0", 422)]
    [InlineData("/v1/iot/rules/unknown/enable", 405)]
    [InlineData("/no-such-thing", 404)]
    public async Task a_refusal_is_that_of_the_get(string path, int status) => (await HeadIsLikeGetAsync(path)).ShouldBe(status);

    [Fact]
    public async Task a_large_answer_is_counted_whole()
    {
        var metadata = $$"""{"x":"{{new string('x', 10_000)}}"}""";
        for (var i = 0; i < 30; i++) await Customer.RegisterAsync($"pump-{i}", $"\"metadata\":{metadata}");
        (await HeadIsLikeGetAsync("/v1/iot/devices?page_size=100")).ShouldBe(200);
    }

    [Fact]
    public async Task it_takes_the_permission_to_read_and_no_other()
    {
        var reader = Platform.As((await Platform.NewKeyAsync(Customer.Id, null, ApiKey.Read)).Text);
        var writer = Platform.As((await Platform.NewKeyAsync(Customer.Id, null, ApiKey.Write)).Text);
        (await reader.SendAsync(HttpMethod.Head, "devices")).Is(200);
        (await writer.SendAsync(HttpMethod.Head, "devices")).Is(403);
        (await Platform.As(null).SendAsync(HttpMethod.Head, "devices")).Is(401);
    }

    private async Task<int> HeadIsLikeGetAsync(string path)
    {
        using var get = await SendAsync(HttpMethod.Get, path);
        using var head = await SendAsync(HttpMethod.Head, path);
        Shown(head).ShouldBe(Shown(get), path);
        (await head.Content.ReadAsByteArrayAsync()).ShouldBeEmpty(path);
        head.Content.Headers.ContentLength.ShouldBe((await get.Content.ReadAsByteArrayAsync()).LongLength, path);
        return (int)head.StatusCode;
    }

    private async Task<HttpResponseMessage> SendAsync(HttpMethod method, string path)
    {
        using var request = new HttpRequestMessage(method, path);
        request.Headers.Add("X-API-Key", Customer.Key.Text);
        request.Headers.Add("X-Request-Id", "one-for-both");
        return await Platform.Http.SendAsync(request);
    }

    // All but the time, and how the length of the body is told.
    private static IEnumerable<string> Shown(HttpResponseMessage answer) => answer.Headers.Concat(answer.Content.Headers)
        .Where(header => header.Key is not ("Date" or "Transfer-Encoding" or "Content-Length"))
        .Select(header => $"{header.Key}: {string.Join(", ", header.Value)}").Append($"{answer.StatusCode}").Order(StringComparer.Ordinal);

    private IEnumerable<string> PathsOfGet() =>
        from route in Platform.Get<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
        where route.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods.Contains("GET") is true
        select "/" + route.RoutePattern.RawText!.TrimStart('/');

    [GeneratedRegex(@"\{(\w+)[^}]*\}")]
    private static partial Regex Parameter();
}
