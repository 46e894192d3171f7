using System.Net.Sockets;
using Microsoft.AspNetCore.Routing;
using Shouldly;
using Xunit;

namespace IotPlatform.IntegrationTests.Api;

public sealed class asking_for_methods(PlatformFixture platform) : PlatformTest(platform)
{
    [Theory]
    [InlineData("/v1/iot/devices", "GET, HEAD, POST, OPTIONS")]
    [InlineData("/v1/iot/devices/unknown/tags/x", "DELETE, OPTIONS")]
    [InlineData("/v1/iot/rules/unknown/enable", "POST, OPTIONS")]
    [InlineData("/health/ready", "GET, HEAD, OPTIONS")]
    [InlineData("/mqtt", "GET, HEAD, OPTIONS")]
    public async Task a_path_tells_without_a_key_which_it_takes(string path, string allowed)
    {
        using var answer = await AskAsync(HttpMethod.Options, path);

        ((int)answer.StatusCode).ShouldBe(204);
        Allowed(answer).ShouldBe(allowed);
        answer.Headers.GetValues("X-Request-Id").Single().ShouldNotBeEmpty();
        (await answer.Content.ReadAsByteArrayAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task every_route_tells_its_own_method()
    {
        var told = 0;
        foreach (var route in Platform.Get<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>())
        {
            if (route.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods is not [var method]) continue;
            var path = "/" + route.RoutePattern.RawText!.TrimStart('/').Replace('{', 'a').Replace('}', 'z');
            using var answer = await AskAsync(HttpMethod.Options, path);
            ((int)answer.StatusCode).ShouldBe(204, path);
            Allowed(answer).Split(", ").ShouldContain(method, path);
            told++;
        }
        told.ShouldBeGreaterThan(20);
    }

    [Theory]
    [InlineData("/v1/iot/no-such-thing")]
    [InlineData("/no-such-thing")]
    [InlineData("/")]
    public async Task an_unknown_path_is_a_404(string path)
    {
        using var answer = await AskAsync(HttpMethod.Options, path);
        ((int)answer.StatusCode).ShouldBe(404);
        answer.Content.Headers.ContentType?.MediaType.ShouldBe("application/problem+json");
    }

    [Theory]
    [InlineData("PUT", "/v1/iot/devices", "GET, HEAD, POST, OPTIONS")]
    [InlineData("GET", "/v1/iot/rules/unknown/enable", "POST, OPTIONS")]
    [InlineData("HEAD", "/v1/iot/rules/unknown/enable", "POST, OPTIONS")]
    [InlineData("TRACE", "/health/live", "GET, HEAD, OPTIONS")]
    public async Task a_method_that_is_not_taken_is_answered_with_those_that_are(string method, string path, string allowed)
    {
        using var answer = await AskAsync(new HttpMethod(method), path, Customer.Key.Text);
        ((int)answer.StatusCode).ShouldBe(405);
        Allowed(answer).ShouldBe(allowed);
    }

    [Fact]
    public async Task a_method_that_is_not_taken_is_answered_alike_when_it_is_sent_again()
    {
        for (var i = 0; i < 2; i++)
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/iot/devices/pump-1");
            request.Headers.Add("X-API-Key", Customer.Key.Text);
            request.Headers.Add("Idempotency-Key", "once");
            using var answer = await Platform.Http.SendAsync(request);
            ((int)answer.StatusCode).ShouldBe(405);
            Allowed(answer).ShouldStartWith("GET, HEAD, ");
        }
    }

    [Fact]
    public async Task the_server_as_a_whole_can_be_asked()
    {
        using var tcp = new TcpClient("127.0.0.1", Platform.Http.BaseAddress!.Port);
        await tcp.GetStream().WriteAsync("OPTIONS * HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"u8.ToArray());
        using var answer = new StreamReader(tcp.GetStream());
        (await answer.ReadLineAsync()).ShouldBe("HTTP/1.1 204 No Content");
    }

    [Fact]
    public async Task where_devices_open_a_socket_a_plain_request_is_told_so()
    {
        using var answer = await AskAsync(HttpMethod.Get, "/mqtt");
        ((int)answer.StatusCode).ShouldBe(426);
        answer.Headers.Upgrade.ToString().ShouldBe("websocket");
        answer.Content.Headers.ContentType?.MediaType.ShouldBe("application/problem+json");
    }

    private async Task<HttpResponseMessage> AskAsync(HttpMethod method, string path, string? key = null)
    {
        using var request = new HttpRequestMessage(method, path);
        if (key is not null) request.Headers.Add("X-API-Key", key);
        return await Platform.Http.SendAsync(request);
    }

    private static string Allowed(HttpResponseMessage answer) => string.Join(", ", answer.Content.Headers.Allow);
}
