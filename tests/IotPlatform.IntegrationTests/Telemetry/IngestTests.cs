using System.Text;
using IotPlatform.Devices;
using IotPlatform.Telemetry;
using NodaTime;
using Npgsql;
using Shouldly;
using Xunit;

namespace IotPlatform.IntegrationTests.Telemetry;

[Collection("telemetry")]
public sealed class IngestTests(ScratchPostgres postgres)
{
    private static readonly Instant Noon = TelemetryNode.Noon;

    [Fact]
    public async Task an_acknowledged_message_is_visible_from_another_connection()
    {
        var connectionString = await postgres.CreateDatabaseAsync();
        await using var node = await TelemetryNode.StartAsync(connectionString);
        await using var other = NpgsqlDataSource.Create(connectionString);
        for (var i = 1; i <= 20; i++)
        {
            await node.SendAsync($$"""{"n":{{i}}}""");
            await using var command = other.CreateCommand("select count(*), max((values->>'n')::int) from iot.telemetry_log");
            await using var reader = await command.ExecuteReaderAsync();
            await reader.ReadAsync();
            (reader.GetInt64(0), reader.GetInt32(1)).ShouldBe((i, i));
        }
    }

    [Fact]
    public async Task the_log_keeps_the_order_of_arrival_and_every_row_its_own_time()
    {
        await using var node = await TelemetryNode.StartAsync(await postgres.CreateDatabaseAsync());
        var tasks = new List<Task>();
        for (var i = 0; i < 3_000; i++) tasks.Add(await node.EnqueueAsync($$"""{"n":{{i}}}"""));
        await Task.WhenAll(tasks);
        tasks.Distinct().Count().ShouldBeLessThan(3_000);

        var log = await node.ReadLogAsync();
        log.Select(r => r.Samples.ShouldHaveSingleItem().Value.Number).ShouldBe(Enumerable.Range(0, 3_000).Select(i => (double)i));
        log.Zip(log.Skip(1)).ShouldAllBe(pair => pair.First.Seq < pair.Second.Seq && pair.First.ReceivedAt < pair.Second.ReceivedAt);
        log.ShouldAllBe(r => r.Timestamp == r.ReceivedAt && r.ReceivedAt - Noon < Duration.FromMilliseconds(3));
    }

    [Fact]
    public async Task sequence_numbers_rise_over_a_restart()
    {
        var connectionString = await postgres.CreateDatabaseAsync();
        await using (var first = await TelemetryNode.StartAsync(connectionString)) await first.SendAsync("""{"n":1}""");
        await using var second = await TelemetryNode.StartAsync(connectionString);
        await second.SendAsync("""{"n":2}""");
        (await second.ReadLogAsync()).Select(r => r.Samples[0].Value.Number).ShouldBe([1, 2]);
    }

    [Fact]
    public async Task a_batch_payload_becomes_a_row_for_each_moment_and_counts_once()
    {
        await using var node = await TelemetryNode.StartAsync(await postgres.CreateDatabaseAsync());
        await node.SendAsync("""[{"ts":1795341600000,"values":{"a":1}},{"a":2},{"a":3}]""");
        var log = await node.ReadLogAsync();
        log.Select(r => r.Timestamp).ShouldBe(
            [Instant.FromUtc(2026, 11, 22, 10, 0), Noon + Duration.FromTicks(10), Noon + Duration.FromTicks(20)]);
        log.Select(r => r.Bytes).ShouldBe([30 + 55, 0, 0]);
        log.Count(r => r.StartsMessage).ShouldBe(1);
        (await node.ScalarAsync<int>("select messages from iot.telemetry_batches")).ShouldBe(1);
        (await node.ScalarAsync<long>("select bytes from iot.telemetry_batches")).ShouldBe(85);
    }

    [Fact]
    public async Task a_bad_payload_is_acknowledged_and_counts_as_a_message_and_as_an_error()
    {
        await using var node = await TelemetryNode.StartAsync(await postgres.CreateDatabaseAsync());
        await node.RegisterAsync();
        await node.SendAsync("""{"a":[1]}""");
        await node.SendAsync("""{"a":1}""");
        var log = await node.ReadLogAsync();
        log[0].Error.ShouldBe(PayloadError.ArrayValue);
        log[0].Samples.ShouldBeEmpty();
        log[0].StartsMessage.ShouldBeTrue();
        log[1].Error.ShouldBe(PayloadError.None);
        await node.Get<ErrorFlush>().FlushAsync(default);
        (await node.ScalarAsync<long>("select bad_payloads from iot.telemetry_errors where device_key = 7")).ShouldBe(1);
    }

    [Fact]
    public async Task status_and_events_are_kept_with_their_topic_and_give_no_samples()
    {
        await using var node = await TelemetryNode.StartAsync(await postgres.CreateDatabaseAsync());
        await node.SendAsync("online", "status");
        await node.SendAsync("""{"door":"open"}""", "events/door");
        var log = await node.ReadLogAsync();
        log.Select(r => (r.Topic, Encoding.UTF8.GetString(r.Json.Span))).ShouldBe([("status", "\"online\""), ("events/door", """{"door":"open"}""")]);
        log.ShouldAllBe(r => r.Samples.Count == 0);
    }

    [Fact]
    public async Task a_receipt_tells_what_became_of_the_values()
    {
        await using var node = await TelemetryNode.StartAsync(await postgres.CreateDatabaseAsync());
        var message = new DevicePublish(TelemetryNode.Device, "telemetry", """[{"a":1,"b":2},{"ts":1,"values":{"a":1}}]"""u8.ToArray(), 30, Noon);
        var receipt = await node.Ingest.SubmitAsync(message, default);
        await receipt.Committed;
        (receipt.Error, receipt.Accepted, receipt.WrongKind, receipt.Expired).ShouldBe((PayloadError.None, 2, 0, 1));
    }

    [Fact]
    public async Task a_row_that_postgres_refuses_is_left_out_and_its_neighbours_are_kept()
    {
        await using var node = await TelemetryNode.StartAsync(await postgres.CreateDatabaseAsync());
        // The parser lets no NUL through, so it is put behind the parser.
        var buffer = node.Get<IngestBuffer>();
        var tasks = new List<Task>();
        for (var i = 0; i < 100; i++)
        {
            var json = Encoding.UTF8.GetBytes($$"""{"n":{{i}}}""");
            var payload = new ParsedPayload(PayloadError.None, [new PayloadEntry(null, [new Sample("n", SampleValue.Of(i))], json)]);
            tasks.Add(await buffer.EnqueueAsync(new IngestMessage(TelemetryNode.Device, i == 37 ? "events/\0" : null, 10, Noon, payload), default));
        }
        await Task.WhenAll(tasks).WaitAsync(TimeSpan.FromSeconds(30));
        (await node.ReadLogAsync()).Select(r => (int)r.Samples[0].Value.Number).ShouldBe(Enumerable.Range(0, 100).Where(i => i != 37));
    }

    [Fact]
    public async Task a_stop_commits_what_is_queued_and_refuses_what_comes_after()
    {
        var connectionString = await postgres.CreateDatabaseAsync();
        var node = await TelemetryNode.StartAsync(connectionString);
        var tasks = new List<Task>();
        for (var i = 0; i < 10_000; i++) tasks.Add(await node.EnqueueAsync($$"""{"n":{{i}}}"""));
        await node.StopAsync();
        tasks.ShouldAllBe(t => t.IsCompletedSuccessfully);
        await Should.ThrowAsync<IngestClosedException>(async () => await node.EnqueueAsync("""{"n":1}"""));
        await node.DisposeAsync();
        await using var next = await TelemetryNode.StartAsync(connectionString);
        (await next.ReadLogAsync()).Count.ShouldBe(10_000);
    }

    [Fact]
    public async Task a_deleted_device_leaves_nothing_behind()
    {
        await using var node = await TelemetryNode.StartAsync(await postgres.CreateDatabaseAsync());
        var other = new DeviceHandle(8, "acme", "pump-2");
        await node.RegisterAsync();
        await node.SendAsync("""{"a":1}""");
        await node.SendAsync("bad");
        await node.SendAsync("""{"a":2}""", device: other);
        await node.Get<LatestValues>().FlushAsync(default);
        await node.Get<ErrorFlush>().FlushAsync(default);
        await node.SendAsync("bad");
        await node.ExecuteAsync("delete from iot.device_state where device_key = 7");
        await node.Get<TelemetryErasure>().EraseAsync(TelemetryNode.Device.Key, default);
        await node.Get<LatestValues>().FlushAsync(default);
        await node.SendAsync("bad");
        await node.Get<ErrorFlush>().FlushAsync(default);
        (await node.ScalarAsync<long>("select count(*) from iot.telemetry_log where device_key = 7 and error is null")).ShouldBe(0);
        (await node.ScalarAsync<long>("select count(*) from iot.telemetry_errors where device_key = 7")).ShouldBe(0);
        (await node.ScalarAsync<long>("select count(*) from iot.telemetry_latest where device_key = 7")).ShouldBe(0);
        (await node.Get<LatestValues>().GetAsync(7, default)).ShouldBeEmpty();
        (await node.Get<LatestValues>().GetAsync(8, default)).ShouldHaveSingleItem();
    }
}
