using System.Net;
using Shouldly;
using Xunit;

namespace IotPlatform.IntegrationTests.Observability;

[Collection(ObservedPlatformTests.Name)]
public sealed class a_port_of_their_own(ObservedPlatform platform)
{
    // Seen red: without the middleware that keeps the ports apart.
    [Theory]
    [InlineData("/metrics", false, 404)]
    [InlineData("/metrics", true, 200)]
    [InlineData("/health/live", false, 200)]
    [InlineData("/health/live", true, 404)]
    [InlineData("/v1/iot/devices", true, 404)]
    public async Task metrics_may_have_and_nothing_else_is_there(string path, bool isOnMetricsPort, int status)
    {
        using var http = new HttpClient();
        var port = isOnMetricsPort ? platform.MetricsPort : platform.Http.BaseAddress!.Port;
        using var answer = await http.GetAsync(new Uri($"http://127.0.0.1:{port}{path}"));
        answer.StatusCode.ShouldBe((HttpStatusCode)status);
    }
}
