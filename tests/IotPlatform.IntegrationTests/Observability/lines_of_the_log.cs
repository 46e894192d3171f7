using System.Net.Http.Headers;
using System.Text.Json;
using Shouldly;
using Xunit;

namespace IotPlatform.IntegrationTests.Observability;

[Collection(WatchedPlatformTests.Name)]
public sealed class lines_of_the_log(WatchedPlatform platform)
{
    private IReadOnlyList<JsonElement> Lines =>
        [.. platform.Output.Split('\n').Where(line => line.StartsWith('{')).Select(line => JsonElement.Parse(line))];

    [Fact]
    public void hold_no_secret_of_a_run()
    {
        platform.Run.Secrets.Count.ShouldBeGreaterThan(12);
        Lines.Count.ShouldBeGreaterThan(3);
        // The first start shows the first key, once.
        var output = string.Join('\n', platform.Output.Split('\n').Where(line => !line.StartsWith("API key", StringComparison.Ordinal)));
        platform.Run.Secrets.Where(secret => output.Contains(secret, StringComparison.OrdinalIgnoreCase)).ShouldBeEmpty();
    }

    [Fact]
    public void are_objects_that_say_when_and_where_they_were_written() => Lines.ShouldAllBe(line =>
        line.GetProperty("timestamp").GetDateTimeOffset().Year >= 2025 && line.GetProperty("category").GetString()!.Length > 0
        && line.GetProperty("level").GetString()!.Length > 0 && line.GetProperty("message").GetString()!.Length > 0);

    // Seen red: without the scopes.
    [Fact]
    public async Task of_a_request_carry_its_id()
    {
        var device = (await platform.Api.PostAsync("devices", """{"device_id":"logged","name":"x"}""")).Is(201);
        const string id = "the-request-of-this-test";
        using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/iot/devices/logged/telemetry") { Content = new StringContent("""{"a":""") };
        request.Content.Headers.ContentType = MediaTypeHeaderValue.Parse("application/json");
        request.Headers.Add("X-Request-Id", id);
        request.Headers.Add("X-API-Key", platform.Run.Secrets[3]);
        using var answer = await platform.SendAsync(request);
        await Poll.UntilAsync(
            () => Lines.Any(line => line.TryGetProperty("request_id", out var of) && of.GetString() == id), "a line with the id");
    }
}
