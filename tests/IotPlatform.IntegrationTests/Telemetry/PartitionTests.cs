using IotPlatform.Telemetry;
using NodaTime;
using Shouldly;
using Xunit;

namespace IotPlatform.IntegrationTests.Telemetry;

[Collection("telemetry")]
public sealed class PartitionTests(ScratchPostgres postgres)
{
    private static LocalDate Day(int day) => new(2026, 11, day);

    [Fact]
    public async Task today_and_two_days_ahead_exist_from_the_start()
    {
        await using var node = await TelemetryNode.StartAsync(await postgres.CreateDatabaseAsync());
        (await node.Get<DayPartitions>().ListAsync(default)).ShouldBe([Day(22), Day(23), Day(24)]);
    }

    [Fact]
    public async Task a_day_that_nobody_made_ahead_is_made_by_its_first_message()
    {
        await using var node = await TelemetryNode.StartAsync(
            await postgres.CreateDatabaseAsync(), Instant.FromUtc(2026, 11, 22, 23, 59, 59));
        await node.SendAsync("""{"n":1}""");
        node.Clock.Advance(Duration.FromSeconds(2));
        await node.SendAsync("""{"n":2}""");
        node.Clock.Advance(Duration.FromDays(4));
        await node.SendAsync("""{"n":3}""");
        (await node.Get<DayPartitions>().ListAsync(default)).ShouldBe([Day(22), Day(23), Day(24), Day(27)]);
        (await node.ScalarAsync<long>("select count(*) from iot.telemetry_log_20261122")).ShouldBe(1);
        (await node.ScalarAsync<long>("select count(*) from iot.telemetry_log_20261123")).ShouldBe(1);
        (await node.ScalarAsync<long>("select count(*) from iot.telemetry_log_20261127")).ShouldBe(1);
        (await node.ReadLogAsync()).Count.ShouldBe(3);
    }

    [Fact]
    public async Task one_batch_may_span_midnight()
    {
        await using var node = await TelemetryNode.StartAsync(
            await postgres.CreateDatabaseAsync(), Instant.FromUtc(2026, 11, 25, 0, 0) - Duration.FromTicks(30));
        var entries = string.Join(",", Enumerable.Range(0, 6).Select(i => $$"""{"n":{{i}}}"""));
        await node.SendAsync($"[{entries}]");
        (await node.ScalarAsync<long>("select count(*) from iot.telemetry_log_20261124")).ShouldBe(3);
        (await node.ScalarAsync<long>("select count(*) from iot.telemetry_log_20261125")).ShouldBe(3);
    }

    [Fact]
    public async Task a_batch_in_which_the_clock_was_set_back_is_stored_and_read_whole()
    {
        await using var node = await TelemetryNode.StartAsync(await postgres.CreateDatabaseAsync());
        await using var store = new BatchStore(node.Database, node.Get<DayPartitions>(), new PackingFrontier(), node.Clock);
        var batch = new IngestBatch();
        foreach (var days in (int[])[0, 40, -40, 0])
        {
            var received = TelemetryNode.Noon + Duration.FromDays(days);
            batch.Add(new IngestMessage(TelemetryNode.Device, null, 10, received, Payload.Parse("telemetry", """{"a":1}"""u8, new PayloadRules(received, Duration.FromDays(1)))));
        }
        var records = batch.ToRecords(await store.TakeSeqAsync(4, default));
        await store.CommitAsync(records, default);
        (await node.ReadLogAsync()).Select(r => r.Seq).ShouldBe(records.Select(r => r.Seq));
        (await node.Get<DayPartitions>().ListAsync(default)).Count.ShouldBe(5);
    }

    [Fact]
    public async Task a_day_that_was_dropped_by_hand_is_made_again()
    {
        await using var node = await TelemetryNode.StartAsync(await postgres.CreateDatabaseAsync());
        await node.SendAsync("""{"n":1}""");
        await node.ExecuteAsync("drop table iot.telemetry_log_20261122, iot.telemetry_batches_20261122");
        await node.SendAsync("""{"n":2}""");
        (await node.ReadLogAsync()).ShouldHaveSingleItem();
    }
}
