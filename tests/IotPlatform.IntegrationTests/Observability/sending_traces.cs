using Shouldly;
using Xunit;

namespace IotPlatform.IntegrationTests.Observability;

[Collection(WatchedPlatformTests.Name)]
public sealed class sending_traces(WatchedPlatform platform)
{
    [Theory]
    [InlineData("POST /v1/iot/devices")]
    [InlineData("ingest batch")]
    [InlineData("evaluate page")]
    [InlineData("attempt delivery")]
    [InlineData("postgresql")]
    [InlineData("request_id")]
    [InlineData("marten.readmodels.all.page")]
    public Task a_request_is_followed_through_to_its_projection(string span) =>
        Poll.UntilAsync(() => platform.Exported.Has("traces", span), $"a span with {span}");

    [Theory]
    [InlineData("traces")]
    [InlineData("logs")]
    public async Task all_say_which_service_they_are_of(string signal)
    {
        await Poll.UntilAsync(() => platform.Exported.Has(signal, "iot-platform"), signal);
        platform.Exported.Headers("x-key").ShouldBe(["hush-collector"]);
    }

    // Seen red: without the processor that takes them out.
    [Theory]
    [InlineData("insert into")]
    [InlineData("select ")]
    [InlineData("Host=")]
    public async Task no_statement_and_no_secret_leaves_the_platform(string statement)
    {
        await Poll.UntilAsync(() => platform.Exported.Has("traces", "postgresql"), "a span of a statement");
        platform.Exported.Has("traces", statement).ShouldBeFalse();
        foreach (var signal in new[] { "traces", "logs", "metrics" })
            platform.Run.Secrets.Where(secret => platform.Exported.Has(signal, secret)).ShouldBeEmpty(signal);
    }
}
