using System.IO.Pipelines;
using System.Text;
using IotPlatform.Devices;
using IotPlatform.Telemetry;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;
using NodaTime.Testing;
using Shouldly;
using Xunit;

namespace IotPlatform.IntegrationTests.Telemetry;

[Collection("telemetry")]
public sealed class PackingTests(ScratchPostgres postgres)
{
    private static readonly Instant Ten = Instant.FromUtc(2026, 11, 22, 10, 0);

    private static string At(Instant time, string values) => $$"""{"ts":"{{time}}","values":{{values}}}""";

    private static async Task<string> AskAsync(TelemetryNode node, string parameters, DeviceHandle? device = null)
    {
        var (query, faults) = TelemetryQuery.Parse(
            new QueryCollection(QueryHelpers.ParseQuery(parameters)), node.Clock.GetCurrentInstant());
        faults.ShouldBeEmpty();
        using var stream = new MemoryStream();
        var pipe = PipeWriter.Create(stream, new StreamPipeWriterOptions(leaveOpen: true));
        await node.Get<TelemetryQueries>().WriteAsync(device ?? TelemetryNode.Device, query!, pipe, default);
        await pipe.CompleteAsync();
        return Encoding.UTF8.GetString(stream.ToArray());
    }

    private static async Task<string[]> AskAllAsync(TelemetryNode node)
    {
        var answers = new List<string>();
        foreach (var device in (DeviceHandle[])[TelemetryNode.Device, new(8, "acme", "pump-2")])
            foreach (var query in Questions()) answers.Add($"{query}: {await AskAsync(node, query, device)}");
        return [.. answers];
    }

    private static IEnumerable<string> Questions()
    {
        const string Day = "from=2026-11-22T00:00:00Z&to=2026-11-23T12:00:00Z";
        const string Cut = "from=2026-11-22T09:17:03.5Z&to=2026-11-22T12:03:00.000001Z";
        var spans = (from range in (string[])[Day, Cut]
                     from keys in (string[])["", "&key=a", "&key=b&key=e&key=nobody"]
                     from order in (string[])["asc", "desc"]
                     select $"{range}{keys}&order={order}").ToArray();
        foreach (var span in spans)
        {
            yield return $"{span}&limit=10000";
            yield return $"{span}&limit=7";
        }
        var turn = 0;
        foreach (var interval in (string[])["30", "1m", "7m", "1h", "90m", "1d"])
            foreach (var aggregation in (string[])["avg", "min", "max", "sum", "count", "first", "last"])
                yield return $"{spans[turn++ % spans.Length]}&interval={interval}&aggregation={aggregation}&limit=500";
    }

    private static Task<int> MaintainAsync(TelemetryNode node) => node.Get<TelemetryMaintenance>().RunOnceAsync(default);

    // Seen red: with late hours not read from the log.
    [Fact]
    public async Task every_question_has_the_same_answer_before_while_and_after_its_hours_are_packed()
    {
        await using var node = await TelemetryNode.StartAsync(await postgres.CreateDatabaseAsync(), Ten - Duration.FromHours(2));
        var random = new Random(42);
        for (var minute = 0; minute < 250; minute++)
        {
            await node.SendAsync(Batch(node, random, minute is > 60 and < 130 ? 15 : 2));
            await node.SendAsync(Batch(node, random, 1), device: new DeviceHandle(8, "acme", "pump-2"));
            if (minute % 50 == 0) await node.SendAsync("[1", "status");
            node.Clock.Advance(Duration.FromMinutes(1));
        }
        var before = await AskAllAsync(node);
        var packing = node.Get<HourPacking>();
        var untilPacked = packing.PackDueAsync(node.Clock.GetCurrentInstant(), default);
        while (!untilPacked.IsCompleted)
            (await AskAsync(node, Questions().First())).ShouldBe(before[0][(Questions().First().Length + 2)..]);
        (await untilPacked).ShouldBe(4);
        (await AskAllAsync(node)).ShouldBe(before);

        node.Clock.Advance(Duration.FromMinutes(6));
        await MaintainAsync(node);
        (await node.ScalarAsync<long>("select count(*) from iot.telemetry_late")).ShouldBe(0);
        (await AskAllAsync(node)).ShouldBe(before);

        // Days later the log is gone, and its rows with it.
        node.Clock.Advance(Duration.FromDays(2));
        await MaintainAsync(node);
        node.Clock.Advance(Duration.FromMinutes(10));
        await node.Get<LatestValues>().FlushAsync(default);
        await MaintainAsync(node);
        node.Clock.Advance(Duration.FromMinutes(10));
        await MaintainAsync(node);
        (await node.ScalarAsync<long>("select count(*) from iot.telemetry_log")).ShouldBe(0);
        (await AskAllAsync(node)).ShouldBe(before);
    }

    // Values of now, and of some time ago: some of an hour that is packed by then.
    private static string Batch(TelemetryNode node, Random random, int moments)
    {
        var now = node.Clock.GetCurrentInstant();
        return "[" + string.Join(',', Enumerable.Range(0, moments).Select(_ =>
        {
            var back = random.Next(10) == 0 ? Duration.FromMinutes(random.Next(180)) : Duration.FromMilliseconds(random.Next(120_000));
            var values = $$"""{"a":{{random.Next(1000) / 10.0}},"b":{{random.NextDouble() * 1e16}},"c":{{(random.Next(2) == 0 ? "true" : "\"x\"")}},"e":{{random.Next(99)}}.50}""";
            return At(now - back, values);
        })) + "]";
    }

    [Fact]
    public async Task a_value_that_comes_after_its_hour_was_packed_is_seen_at_once_and_packed_later()
    {
        await using var node = await TelemetryNode.StartAsync(await postgres.CreateDatabaseAsync(), Ten);
        await node.SendAsync(At(Ten, """{"a":1,"b":1}"""));
        node.Clock.Advance(Duration.FromHours(2));
        await MaintainAsync(node);
        (await node.ScalarAsync<long>("select count(*) from iot.telemetry_hours")).ShouldBe(1);

        await node.SendAsync(At(Ten, """{"a":2}"""));
        await node.SendAsync(At(Ten + Duration.FromSeconds(1), """{"a":3}"""));
        var question = "interval=1h&aggregation=sum&hours=3";
        var before = await AskAsync(node, question);
        before.ShouldContain("\"key\":\"a\",\"value\":5");
        before.ShouldContain("\"key\":\"b\",\"value\":1");

        await MaintainAsync(node);
        (await node.ScalarAsync<long>("select count(*) from iot.telemetry_late")).ShouldBe(1, "it waits for more of its hour");
        node.Clock.Advance(Duration.FromMinutes(5));
        await MaintainAsync(node);
        (await node.ScalarAsync<long>("select count(*) from iot.telemetry_late")).ShouldBe(0);
        await node.ExecuteAsync("truncate iot.telemetry_log");
        (await AskAsync(node, $"{question}&hours=3")).ShouldContain("\"key\":\"a\",\"value\":5");
    }

    [Fact]
    public async Task a_commit_that_is_held_up_until_its_hour_is_packed_is_noted_as_late()
    {
        await using var node = await TelemetryNode.StartAsync(await postgres.CreateDatabaseAsync(), Ten);
        var slow = new FakeClock(Ten + Duration.FromHours(1), Duration.FromMinutes(2));
        await using var store = new BatchStore(node.Database, node.Get<DayPartitions>(), new PackingFrontier(), slow);
        var batch = new IngestBatch();
        var payload = Payload.Parse("telemetry", """{"a":1}"""u8, new PayloadRules(Ten, Duration.FromDays(1)));
        batch.Add(new IngestMessage(TelemetryNode.Device, null, 10, Ten, payload));
        await store.CommitAsync(batch.ToRecords(await store.TakeSeqAsync(1, default)), default);
        (await node.ScalarAsync<long>("select count(*) from iot.telemetry_late")).ShouldBe(1);
    }

    [Fact]
    public async Task what_comes_after_a_clock_that_was_ahead_is_set_back_is_seen_and_packed()
    {
        var database = await postgres.CreateDatabaseAsync();
        await using (var node = await TelemetryNode.StartAsync(database, Ten + Duration.FromDays(1)))
        {
            await MaintainAsync(node);
            node.Clock.Advance(Duration.FromHours(5));
            await MaintainAsync(node);
            node.Clock.Reset(Ten);
            await ShouldBeSeenAsync(node, 1);
            await node.StopAsync();
        }
        await using var next = await TelemetryNode.StartAsync(database, Ten);
        await ShouldBeSeenAsync(next, 2);

        async Task ShouldBeSeenAsync(TelemetryNode node, int value)
        {
            await node.SendAsync($$"""{"a":{{value}}}""");
            (await AskAsync(node, "")).ShouldContain($"\"value\":{value}");
            node.Clock.Advance(Duration.FromMinutes(5));
            await MaintainAsync(node);
            await node.ExecuteAsync("truncate iot.telemetry_log");
            (await AskAsync(node, "")).ShouldContain($"\"value\":{value}");
        }
    }

    [Fact]
    public async Task a_day_of_the_log_goes_only_when_it_is_packed_and_dealt_with()
    {
        var consumer = new Consumer();
        await using var node = await TelemetryNode.StartAsync(
            await postgres.CreateDatabaseAsync(), Ten, more: s => s.AddSingleton<ITelemetryConsumer>(consumer));
        await node.SendAsync("""{"a":1}""");
        node.Clock.Advance(Duration.FromHours(15));
        await ShouldStayAsync();
        await node.SendAsync(At(Ten, """{"a":2}"""));
        await node.Get<LatestValues>().FlushAsync(default);
        await ShouldStayAsync();
        consumer.Checkpoint = long.MaxValue;
        await MaintainAsync(node);
        node.Clock.Advance(Duration.FromMinutes(9));
        await MaintainAsync(node);
        (await DaysAsync()).ShouldContain(22);
        node.Clock.Advance(Duration.FromMinutes(1));
        await MaintainAsync(node);
        (await DaysAsync()).ShouldNotContain(22);
        (await AskAsync(node, "hours=24")).ShouldContain("\"value\":2");

        async Task ShouldStayAsync()
        {
            await MaintainAsync(node);
            node.Clock.Advance(Duration.FromMinutes(11));
            await MaintainAsync(node);
            (await DaysAsync()).ShouldContain(22);
        }

        async Task<int[]> DaysAsync() => [.. (await node.Get<DayPartitions>().ListAsync(default)).Select(d => d.Day)];
    }

    [Fact]
    public async Task packed_days_past_the_retention_are_dropped_and_the_disk_is_given_back()
    {
        await using var node = await TelemetryNode.StartAsync(await postgres.CreateDatabaseAsync(), Ten);
        await node.SendAsync("""{"a":1}""");
        node.Clock.Advance(Duration.FromDays(30) + Duration.FromHours(13));
        await MaintainAsync(node);
        (await node.ScalarAsync<long>("select count(*) from iot.telemetry_hours")).ShouldBe(1);
        node.Clock.Advance(Duration.FromHours(1));
        await MaintainAsync(node);
        (await node.ScalarAsync<bool>("select to_regclass('iot.telemetry_hours_20261122') is null and to_regclass('iot.telemetry_log_20261122') is null"))
            .ShouldBeTrue();
    }

    [Fact]
    public async Task what_a_customer_keeps_for_a_shorter_time_than_others_is_deleted_hour_by_hour()
    {
        await using var node = await TelemetryNode.StartAsync(
            await postgres.CreateDatabaseAsync(), Ten, more: s => s.AddSingleton<ITelemetryRetention>(new OneDayForAcme()));
        await node.ExecuteAsync(
            "insert into iot.device_state (device_key, customer, device_id) values (7, 'acme', 'pump-1'), (9, 'zenith', 'pump-9')");
        foreach (var device in (DeviceHandle[])[TelemetryNode.Device, new(9, "zenith", "z")]) await node.SendAsync("""{"a":1}""", device: device);
        node.Clock.Advance(Duration.FromHours(24));
        await MaintainAsync(node);
        (await node.ScalarAsync<long>("select count(*) from iot.telemetry_hours")).ShouldBe(2);
        node.Clock.Advance(Duration.FromHours(2));
        await MaintainAsync(node);
        (await node.ScalarAsync<int>("select device_key from iot.telemetry_hours")).ShouldBe(9);
    }

    [Fact]
    public async Task a_deleted_device_leaves_nothing_packed_or_to_be_packed()
    {
        await using var node = await TelemetryNode.StartAsync(await postgres.CreateDatabaseAsync(), Ten);
        await node.SendAsync("""{"a":1}""");
        node.Clock.Advance(Duration.FromHours(2));
        await MaintainAsync(node);
        await node.SendAsync(At(Ten, """{"a":2}"""));
        await node.Get<TelemetryErasure>().EraseAsync(TelemetryNode.Device.Key, default);
        (await node.ScalarAsync<long>(
            "select (select count(*) from iot.telemetry_hours) + (select count(*) from iot.telemetry_late) + (select count(*) from iot.telemetry_log)")).ShouldBe(0);
    }

    [Fact]
    public async Task a_log_from_before_there_was_packing_is_packed_whole()
    {
        var database = await postgres.CreateDatabaseAsync();
        await using (var old = await TelemetryNode.StartAsync(database, Ten))
        {
            await old.SendAsync("""{"a":1}""");
            await old.SendAsync(At(Ten - Duration.FromDays(2), """{"a":2}"""));
            await old.StopAsync();
            await old.ExecuteAsync("drop table iot.telemetry_hours, iot.telemetry_packing, iot.telemetry_late");
        }
        await using var node = await TelemetryNode.StartAsync(database, Ten + Duration.FromDays(1));
        var before = await AskAsync(node, "hours=100");
        node.Clock.Advance(Duration.FromMinutes(5));
        await MaintainAsync(node);
        await node.ExecuteAsync("truncate iot.telemetry_log");
        var after = await AskAsync(node, "hours=100");
        after[after.IndexOf("\"data\"", StringComparison.Ordinal)..]
            .ShouldBe(before[before.IndexOf("\"data\"", StringComparison.Ordinal)..]);
    }

    private sealed class OneDayForAcme : ITelemetryRetention
    {
        public Duration Of(string customer) => Duration.FromDays(customer == "acme" ? 1 : 30);

        public Duration Longest => Duration.FromDays(30);

        public IReadOnlyCollection<(string Customer, Duration Kept)> Shorter => [("acme", Duration.FromDays(1))];
    }

    private sealed class Consumer : ITelemetryConsumer
    {
        public long Checkpoint { get; set; }

        public string Name => "slow";

        public ValueTask<long> ReadCheckpointAsync(CancellationToken cancellation) => new(Checkpoint);

        public ValueTask ConsumeAsync(TelemetryBatch batch, CancellationToken cancellation) => ValueTask.CompletedTask;
    }
}
