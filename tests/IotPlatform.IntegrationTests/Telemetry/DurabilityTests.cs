using System.Collections.Concurrent;
using IotPlatform.Devices;
using IotPlatform.Telemetry;
using Microsoft.Extensions.DependencyInjection;
using Shouldly;
using Xunit;

namespace IotPlatform.IntegrationTests.Telemetry;

[Collection("telemetry")]
public sealed class DurabilityTests(ScratchPostgres postgres)
{
    [Fact]
    public async Task a_crash_of_the_database_under_load_loses_nothing_and_doubles_nothing()
    {
        await using var node = await TelemetryNode.StartAsync(await postgres.CreateDatabaseAsync());
        var acknowledged = new ConcurrentDictionary<(int Device, int Number), bool>();
        using var stop = new CancellationTokenSource();
        var senders = Enumerable.Range(0, 20).Select(device => Task.Run(async () =>
        {
            for (var number = 0; !stop.IsCancellationRequested; number++)
            {
                await await node.EnqueueAsync($$"""{"n":{{number}}}""", device: new DeviceHandle(100 + device, "acme", $"d{device}"));
                acknowledged[(100 + device, number)] = true;
            }
        })).ToList();

        for (var crash = 0; crash < 3; crash++)
        {
            var before = acknowledged.Count;
            await TelemetryNode.UntilAsync(() => Task.FromResult(acknowledged.Count > before + 500), "traffic before a crash");
            await postgres.CrashAndRestartAsync();
        }
        var after = acknowledged.Count;
        await TelemetryNode.UntilAsync(() => Task.FromResult(acknowledged.Count > after + 500), "traffic after the last crash");
        await stop.CancelAsync();
        await Task.WhenAll(senders).WaitAsync(TimeSpan.FromSeconds(30));

        // The pool may still hold connections that did not survive a crash.
        node.Database.Clear();
        var log = await node.ReadLogAsync();
        var stored = log.Select(r => (r.Device.Key, (int)r.Samples[0].Value.Number)).ToList();
        stored.Count.ShouldBe(stored.Distinct().Count());
        acknowledged.Keys.Except(stored).ShouldBeEmpty();
        stored.Except(acknowledged.Keys).ShouldBeEmpty();
        foreach (var device in stored.GroupBy(s => s.Key)) device.Select(s => s.Item2).ShouldBeInOrder();
    }

    [Theory]
    [InlineData(10)]
    [InlineData(SmallBatch.MostRows + 1)]
    public async Task a_repeat_after_an_unknown_outcome_writes_nothing_twice(int rows)
    {
        await using var node = await TelemetryNode.StartAsync(await postgres.CreateDatabaseAsync());
        await using var store = new BatchStore(node.Database, node.Get<DayPartitions>(), new PackingFrontier(), node.Clock);
        var batch = new IngestBatch();
        var payload = Payload.Parse("telemetry", """{"a":1}"""u8, new PayloadRules(TelemetryNode.Noon, NodaTime.Duration.FromDays(1)));
        for (var i = 0; i < rows; i++) batch.Add(new IngestMessage(TelemetryNode.Device, null, 10, TelemetryNode.Noon, payload));
        var records = batch.ToRecords(await store.TakeSeqAsync(rows, default));
        await store.CommitAsync(records, default);
        await store.CommitAsync(records, default);
        (await node.ScalarAsync<long>("select count(*) from iot.telemetry_log")).ShouldBe(rows);
        (await node.ScalarAsync<long>("select count(*) from iot.telemetry_batches")).ShouldBe(1);
    }

    [Fact]
    public async Task nothing_is_acknowledged_while_the_log_cannot_be_written_and_senders_wait_when_the_buffer_is_full()
    {
        var options = new TelemetryOptions { QueueMessages = 10, LatestFlushInterval = TimeSpan.FromHours(1) };
        await using var node = await TelemetryNode.StartAsync(await postgres.CreateDatabaseAsync(), options: options);
        await node.ExecuteAsync("alter table iot.telemetry_batches rename to hidden");
        var queued = new List<Task>();
        for (var i = 0; i < 10; i++) queued.Add(await node.EnqueueAsync($$"""{"n":{{i}}}"""));
        var eleventh = node.EnqueueAsync("""{"n":10}""").AsTask();
        var retries = 0L;
        await TelemetryNode.UntilAsync(() => Task.FromResult(++retries > 10), "some attempts");
        eleventh.IsCompleted.ShouldBeFalse();
        queued.ShouldAllBe(t => !t.IsCompleted);

        await node.ExecuteAsync("alter table iot.hidden rename to telemetry_batches");
        await Task.WhenAll(queued).WaitAsync(TimeSpan.FromSeconds(30));
        await (await eleventh.WaitAsync(TimeSpan.FromSeconds(30))).WaitAsync(TimeSpan.FromSeconds(30));
        (await node.ReadLogAsync()).Select(r => (int)r.Samples[0].Value.Number).ShouldBe(Enumerable.Range(0, 11));
    }

    [Fact]
    public async Task consumers_see_every_record_in_order_live_and_again_from_their_checkpoint()
    {
        var connectionString = await postgres.CreateDatabaseAsync();
        var consumer = new Recorder();
        await using var node = await TelemetryNode.StartAsync(connectionString, more: s => s.AddSingleton<ITelemetryConsumer>(consumer));
        for (var i = 0; i < 50; i++) await node.SendAsync($$$"""{"n":{{{i}}},"t":"x","on":true,"d":1.50,"at":{"deep":1e300}}""");
        await TelemetryNode.UntilAsync(() => Task.FromResult(consumer.Seen.Count >= 50), "the live records");

        var log = await node.ReadLogAsync();
        consumer.Seen.Select(Comparable).ShouldBe(log.Select(Comparable));
        var middle = log[24].Seq;
        (await node.ReadLogAsync(middle)).Select(r => r.Seq).ShouldBe(log.Skip(25).Select(r => r.Seq));

        var late = new Recorder { Checkpoint = middle };
        await using var next = await TelemetryNode.StartAsync(connectionString, more: s => s.AddSingleton<ITelemetryConsumer>(late));
        await next.SendAsync("""{"n":50}""");
        await TelemetryNode.UntilAsync(() => Task.FromResult(late.Seen.Count >= 26), "the rest and the new one");
        late.Seen.Select(r => (int)r.Samples[0].Value.Number).ShouldBe(Enumerable.Range(25, 26));
    }

    [Fact]
    public async Task a_consumer_that_fails_holds_nobody_up_and_misses_nothing()
    {
        var consumer = new Recorder { FailAt = 3 };
        var options = new TelemetryOptions { ConsumerBatches = 1, LatestFlushInterval = TimeSpan.FromHours(1) };
        await using var node = await TelemetryNode.StartAsync(
            await postgres.CreateDatabaseAsync(), options: options, more: s => s.AddSingleton<ITelemetryConsumer>(consumer));
        for (var i = 0; i < 20; i++) await node.SendAsync($$"""{"n":{{i}}}""");
        await TelemetryNode.UntilAsync(() => Task.FromResult(consumer.Seen.Count >= 20), "all records in spite of the failure");
        consumer.Failures.ShouldBe(1);
        consumer.Seen.Select(r => (int)r.Samples[0].Value.Number).ShouldBe(Enumerable.Range(0, 20));
    }

    private static string Comparable(TelemetryRecord record) =>
        $"{record with { Samples = [], Json = default }} {string.Join(";", record.Samples)} {System.Text.Encoding.UTF8.GetString(record.Json.Span)}";

    private sealed class Recorder : ITelemetryConsumer
    {
        public ConcurrentQueue<TelemetryRecord> Seen { get; } = new();

        public long Checkpoint { get; set; }

        public int FailAt { get; init; } = -1;

        public int Failures { get; private set; }

        public string Name => "recorder";

        public ValueTask<long> ReadCheckpointAsync(CancellationToken cancellation) => new(Checkpoint);

        public ValueTask ConsumeAsync(TelemetryBatch batch, CancellationToken cancellation)
        {
            if (Failures == 0 && batch.Records.Any(r => r.Samples[0].Value.Number == FailAt))
            {
                Failures++;
                throw new InvalidOperationException("as asked");
            }
            foreach (var record in batch.Records) Seen.Enqueue(record);
            Checkpoint = batch.LastSeq;
            return ValueTask.CompletedTask;
        }
    }
}
