using IotPlatform.Devices;
using IotPlatform.Telemetry;
using NodaTime;
using Shouldly;
using Xunit;

namespace IotPlatform.IntegrationTests.Telemetry;

[Collection("telemetry")]
public sealed class LatestTests(ScratchPostgres postgres)
{
    private static readonly long Ten = Instant.FromUtc(2026, 11, 22, 10, 0).ToUnixTimeMilliseconds();

    /// <summary>The values as "key=value", by key.</summary>
    private static async Task<string[]> LatestAsync(TelemetryNode node, int device = 7) =>
        [.. (await node.Get<LatestValues>().GetAsync(device, default)).Select(v => $"{v.Key}={v.Value.Value.Text ?? $"{v.Value.Value.Number}"}")];

    [Fact]
    public async Task an_acknowledged_value_is_the_latest_at_once()
    {
        await using var node = await TelemetryNode.StartAsync(await postgres.CreateDatabaseAsync());
        for (var i = 0; i < 50; i++)
        {
            await node.SendAsync($$"""{"n":{{i}}}""");
            (await LatestAsync(node)).ShouldBe([$"n={i}"]);
        }
    }

    [Fact]
    public async Task late_data_does_not_replace_what_is_newer()
    {
        await using var node = await TelemetryNode.StartAsync(await postgres.CreateDatabaseAsync());
        await node.SendAsync($$$"""{"ts":{{{Ten}}},"values":{"a":"ten","b":"ten"}}""");
        await node.SendAsync($$$"""{"ts":{{{Ten - 1}}},"values":{"a":"before","c":"before"}}""");
        await node.SendAsync($$$"""{"ts":{{{Ten + 1}}},"values":{"b":"after"}}""");
        (await LatestAsync(node)).ShouldBe(["a=ten", "b=after", "c=before"]);
    }

    [Fact]
    public async Task of_two_values_of_one_moment_the_later_arrival_wins_in_any_order_of_memory_store_and_log()
    {
        var connectionString = await postgres.CreateDatabaseAsync();
        await using (var node = await TelemetryNode.StartAsync(connectionString))
        {
            await node.SendAsync($$$"""{"ts":{{{Ten}}},"values":{"a":"first","late":"x"}}""");
            await node.Get<LatestValues>().FlushAsync(default);
            await node.SendAsync($$$"""{"ts":{{{Ten}}},"values":{"a":"second"}}""");
            await node.SendAsync($$$"""{"ts":{{{Ten - 5}}},"values":{"late":"older"}}""");
            // No goodbye: the last two are in the log only.
        }
        await using var next = await TelemetryNode.StartAsync(connectionString);
        (await LatestAsync(next)).ShouldBe(["a=second", "late=x"]);
    }

    [Fact]
    public async Task values_survive_restarts_to_the_letter()
    {
        var connectionString = await postgres.CreateDatabaseAsync();
        var sent = """{"a":22.50,"b":12345678901234567890,"c":1e300,"d":true,"e":"æ\"\n","f":-0.1}""";
        KeyValuePair<string, LatestValue>[] before;
        await using (var node = await TelemetryNode.StartAsync(connectionString))
        {
            await node.SendAsync(sent);
            before = [.. await node.Get<LatestValues>().GetAsync(7, default)];
            await node.StopAsync();
        }
        before.Length.ShouldBe(6);
        await using var next = await TelemetryNode.StartAsync(connectionString);
        next.Get<LatestValues>().Count.ShouldBe(0);
        (await next.Get<LatestValues>().GetAsync(7, default)).ShouldBe(before);
    }

    [Fact]
    public async Task idle_devices_are_forgotten_once_stored_and_remembered_when_asked_for()
    {
        var options = new TelemetryOptions { LatestDevices = 10, LatestFlushInterval = TimeSpan.FromHours(1) };
        await using var node = await TelemetryNode.StartAsync(await postgres.CreateDatabaseAsync(), options: options);
        var latest = node.Get<LatestValues>();
        for (var device = 100; device < 150; device++)
        {
            await node.SendAsync($$"""{"n":{{device}}}""", device: new DeviceHandle(device, "acme", $"d{device}"));
        }
        latest.Count.ShouldBe(50);
        await latest.FlushAsync(default);
        latest.Count.ShouldBe(10);
        latest.LastSeen(149).ShouldNotBeNull();
        latest.LastSeen(100).ShouldBeNull();
        (await LatestAsync(node, 100)).ShouldBe(["n=100"]);
        // An evicted device that sends again is merged with what is stored, not put in its place.
        await node.SendAsync("""{"m":1}""", device: new DeviceHandle(101, "acme", "d101"));
        await latest.FlushAsync(default);
        (await LatestAsync(node, 101)).ShouldBe(["m=1", "n=101"]);
    }

    [Fact]
    public async Task last_seen_is_stored_with_the_values_and_never_goes_back()
    {
        await using var node = await TelemetryNode.StartAsync(await postgres.CreateDatabaseAsync());
        await node.ExecuteAsync("insert into iot.device_state values (7, null, 'acme', 'pump-1'), (8, '2027-01-01Z', 'acme', 'pump-2')");
        await node.SendAsync("online", "status");
        await node.SendAsync("""{"a":1}""", device: new DeviceHandle(8, "acme", "pump-2"));
        node.Get<LatestValues>().LastSeen(7).ShouldBe(TelemetryNode.Noon);
        await node.Get<LatestValues>().FlushAsync(default);
        (await node.ScalarAsync<DateTime>("select last_seen from iot.device_state where device_key = 7"))
            .ShouldBe(TelemetryNode.Noon.ToDateTimeUtc());
        (await node.ScalarAsync<DateTime>("select last_seen from iot.device_state where device_key = 8")).Year.ShouldBe(2027);
    }

    [Fact]
    public async Task a_flush_that_fails_is_made_up_for_by_the_next()
    {
        var connectionString = await postgres.CreateDatabaseAsync();
        await using (var node = await TelemetryNode.StartAsync(connectionString))
        {
            await node.SendAsync("""{"a":1}""");
            await node.ExecuteAsync("alter table iot.telemetry_latest rename to hidden");
            await Should.ThrowAsync<Npgsql.PostgresException>(() => node.Get<LatestValues>().FlushAsync(default));
            await node.ExecuteAsync("alter table iot.hidden rename to telemetry_latest");
            await node.Get<LatestValues>().FlushAsync(default);
            (await node.ScalarAsync<long>("select count(*) from iot.telemetry_latest")).ShouldBe(1);
        }
    }
}
