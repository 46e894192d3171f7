using IotPlatform.Telemetry;
using NodaTime;
using Shouldly;
using Xunit;

namespace IotPlatform.IntegrationTests.Telemetry;

[Collection("telemetry")]
public sealed class HistoryTests(ScratchPostgres postgres)
{
    private static readonly Instant Ten = Instant.FromUtc(2026, 11, 22, 10, 0);

    private static async Task<List<string>> TellAsync(TelemetryNode node, Instant from, string? key = "a")
    {
        var told = new List<string>();
        var (to, oldest) = (node.Clock.GetCurrentInstant(), Ten - Duration.FromDays(1));
        var question = new HistoryQuestion(
            TelemetryNode.Device.Key, key, key is null, Microseconds.Of(from), Microseconds.Of(to), Microseconds.Of(oldest));
        await foreach (var page in node.Get<DeviceHistory>().ReadAsync(question, default))
            told.AddRange(page.Select(record => $"{record.Value?.Number} {record.StartsMessage} {record.HasValues} {record.ReceivedAt} {record.Time}"));
        return told;
    }

    // Seen red: with lags of 32 bits, or of 64, left out where hours are looked for that hold something late.
    [Theory]
    [InlineData(20)]
    [InlineData(180)]
    public async Task what_came_late_is_told_when_it_came_before_while_and_after_its_hour_is_packed(int minutesLate)
    {
        await using var node = await TelemetryNode.StartAsync(await postgres.CreateDatabaseAsync(), Ten - Duration.FromHours(4));
        node.Clock.Reset(Ten - Duration.FromMinutes(5));
        await node.SendAsync("""{"a":1}""");
        node.Clock.Reset(Ten + Duration.FromMinutes(5));
        await node.SendAsync("""{"a":2,"b":1}""");
        await node.SendAsync($$"""[{"ts":"{{Ten + Duration.FromMinutes(5 - minutesLate)}}","values":{"a":3} },{"b":2}]""");
        await node.SendAsync("[1", "telemetry");
        await node.SendAsync("""{"a":4.50}""");
        node.Clock.Advance(Duration.FromMinutes(1));
        var (values, records) = (await TellAsync(node, Ten), await TellAsync(node, Ten, null));
        values.Select(value => value.Split(' ')[0]).ShouldBe(["2", "3", "4.5"]);
        records.Select(record => string.Join(' ', record.Split(' ')[1..3]))
            .ShouldBe(["True True", "True True", "False True", "True False", "True True"]);

        var end = node.Clock.GetCurrentInstant();
        foreach (var wait in new[] { Duration.FromHours(1), Duration.FromMinutes(6) })
        {
            node.Clock.Advance(wait);
            await node.Get<TelemetryMaintenance>().RunOnceAsync(default);
            (await TellAsync(node, Ten)).ShouldBe(values);
            (await TellAsync(node, Ten, null)).ShouldBe(records);
        }
        await node.ExecuteAsync("truncate iot.telemetry_log");
        (await TellAsync(node, Ten)).ShouldBe(values);
        (await TellAsync(node, Ten, null)).ShouldBe(records);
        (await TellAsync(node, end)).ShouldBeEmpty();
    }
}
