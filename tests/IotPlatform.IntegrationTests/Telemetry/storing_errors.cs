using System.Diagnostics;
using IotPlatform.Telemetry;
using Shouldly;
using Xunit;

namespace IotPlatform.IntegrationTests.Telemetry;

[Collection("telemetry")]
public sealed class storing_errors(ScratchPostgres postgres)
{
    private const string CountWrites = """
        create table iot.writes (device_key integer);
        create function iot.count_write() returns trigger language plpgsql as
          $$ begin insert into iot.writes values (new.device_key); return new; end $$;
        create trigger count_writes before insert or update on iot.telemetry_errors for each row execute function iot.count_write();
        """;

    private const string Counted = "select bad_payloads from iot.telemetry_errors where device_key = 7";

    [Fact]
    public async Task a_flood_of_errors_costs_a_device_one_update_a_second()
    {
        const int senders = 8, each = 2_000;
        await using var node = await TelemetryNode.StartAsync(await postgres.CreateDatabaseAsync());
        await node.RegisterAsync();
        await node.ExecuteAsync(CountWrites);
        var watch = Stopwatch.StartNew();
        await Task.WhenAll(Enumerable.Range(0, senders).Select(_ => Task.Run(async () =>
        {
            for (var i = 0; i < each; i++) await node.EnqueueAsync("[1]");
        })));
        await node.Get<ErrorFlush>().FlushAsync(default);
        await TelemetryNode.UntilAsync(async () => await node.ScalarAsync<long>(Counted) == senders * each, "all errors");
        (await node.ScalarAsync<long>("select count(*) from iot.writes")).ShouldBeLessThanOrEqualTo((long)watch.Elapsed.TotalSeconds + 2);
        await node.StopAsync();
    }

    [Fact]
    public async Task a_stop_stores_what_waits_and_the_next_start_counts_on()
    {
        var connectionString = await postgres.CreateDatabaseAsync();
        for (var run = 1; run <= 2; run++)
        {
            await using var node = await TelemetryNode.StartAsync(connectionString);
            await node.RegisterAsync();
            for (var i = 0; i < 3; i++) await node.SendAsync("bad");
            await node.StopAsync();
        }
        await using var last = await TelemetryNode.StartAsync(connectionString);
        (await last.ScalarAsync<long>(Counted)).ShouldBe(6);
    }

    [Fact]
    public async Task what_can_not_be_stored_now_is_stored_later()
    {
        await using var node = await TelemetryNode.StartAsync(await postgres.CreateDatabaseAsync());
        await node.RegisterAsync();
        await node.ExecuteAsync("alter table iot.telemetry_errors rename to hidden");
        await node.SendAsync("bad");
        await node.Get<ErrorFlush>().FlushAsync(default);
        await node.SendAsync("bad");
        await node.Get<ErrorFlush>().FlushAsync(default);
        await node.ExecuteAsync("alter table iot.hidden rename to telemetry_errors");
        await node.Get<ErrorFlush>().FlushAsync(default);
        await TelemetryNode.UntilAsync(async () => await node.ScalarAsync<long>($"select coalesce(({Counted}), 0)") == 2, "both errors");
    }
}
