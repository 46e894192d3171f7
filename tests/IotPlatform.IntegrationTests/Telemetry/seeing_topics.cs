using IotPlatform.Telemetry;
using NodaTime;
using Shouldly;
using Xunit;

namespace IotPlatform.IntegrationTests.Telemetry;

[Collection("telemetry")]
public sealed class seeing_topics(ScratchPostgres postgres)
{
    private static readonly Instant Ten = Instant.FromUtc(2026, 11, 22, 10, 0);

    [Fact]
    public async Task topics_are_seen_whether_their_hour_is_packed_or_not()
    {
        await using var node = await TelemetryNode.StartAsync(await postgres.CreateDatabaseAsync(), Ten);
        await node.SendAsync("\"long ago\"", "events/door");
        node.Clock.Advance(Duration.FromMinutes(10));
        await node.SendAsync("\"ok\"", "status");
        await node.SendAsync("""{"a":1}""");
        node.Clock.Advance(Duration.FromHours(2));
        await node.SendAsync("\"open\"", "events/window");

        (await SeenAsync(node, Ten)).ShouldBe(["events/door", "events/window", "status"], ignoreOrder: true);
        (await node.Get<HourPacking>().PackDueAsync(node.Clock.GetCurrentInstant(), default)).ShouldBeGreaterThan(0);
        await node.ExecuteAsync($"delete from iot.telemetry_log where received_at < '{Ten + Duration.FromHours(1)}'");
        (await SeenAsync(node, Ten)).ShouldBe(["events/door", "events/window", "status"], ignoreOrder: true);
        (await SeenAsync(node, Ten + Duration.FromMinutes(5))).ShouldBe(["events/window", "status"], ignoreOrder: true);
        (await SeenAsync(node, Ten + Duration.FromMinutes(20))).ShouldBe(["events/window"]);
    }

    private static Task<IReadOnlyList<string>> SeenAsync(TelemetryNode node, Instant since) =>
        node.Get<SeenTopics>().SinceAsync(TelemetryNode.Device, since, default);
}
