using System.Net.Http.Headers;
using Shouldly;
using Xunit;

namespace IotPlatform.IntegrationTests.Observability;

public sealed class scraping_metrics(PlatformFixture platform) : PlatformTest(platform)
{
    // Seen red: without the views.
    [Fact]
    public async Task prometheus_finds_nothing_wrong_with_the_page() =>
        (await Promtool.CheckMetricsAsync(await MetricsText.ReadAsync(Platform.Http))).ShouldBe("");

    [Theory]
    [InlineData("text/plain;version=0.0.4", "text/plain", false)]
    [InlineData("application/openmetrics-text;version=1.0.0", "application/openmetrics-text", true)]
    public async Task it_is_told_in_the_form_that_is_asked_for(string accept, string mediaType, bool isOpenMetrics)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/metrics");
        request.Headers.Accept.Add(MediaTypeWithQualityHeaderValue.Parse(accept));
        using var answer = await Platform.Http.SendAsync(request);

        ((int)answer.StatusCode).ShouldBe(200);
        answer.Content.Headers.ContentType!.MediaType.ShouldBe(mediaType);
        (await answer.Content.ReadAsStringAsync()).EndsWith("# EOF\n", StringComparison.Ordinal).ShouldBe(isOpenMetrics);
    }

    [Fact]
    public async Task it_takes_no_key_and_is_only_read()
    {
        using var answer = await Platform.Http.PostAsync("/metrics", null);
        ((int)answer.StatusCode).ShouldBe(405);
        answer.Content.Headers.Allow.ShouldBe(["GET", "HEAD", "OPTIONS"]);
    }
}
