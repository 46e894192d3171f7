using IotPlatform.Devices;
using IotPlatform.IntegrationTests.Mqtt;
using IotPlatform.IntegrationTests.Telemetry;
using NodaTime;
using Shouldly;
using Xunit;

namespace IotPlatform.IntegrationTests.Connectivity;

public sealed class logging_connections(ScratchPostgres postgres) : IClassFixture<ScratchPostgres>
{
    [Fact]
    public async Task a_session_is_one_row_and_the_device_follows_it()
    {
        await using var node = await StartAsync();
        var device = await node.AddDeviceAsync("pump-1");

        var connection = await node.ConnectAsync(device);
        await Eventually.IsTrue(() => node.Told.Length is 1);
        (await node.StateAsync(device)).ShouldBe($"t {connection.Epoch} 12:00");

        node.Clock.AdvanceMinutes(5);
        await node.DisconnectAsync(connection, "connection_lost", isClean: false);
        await Eventually.IsTrue(() => node.Told.Length is 2);

        (await node.StateAsync(device)).ShouldBe($"f {connection.Epoch} 12:00 12:05");
        (await node.TextAsync("select concat_ws(' ', device_key, epoch, disconnected_at - connected_at, clean, reason, client_address, protocol, node) from iot.connections"))
            .ShouldBe($"{device.Key} {connection.Epoch} 00:05:00 f connection_lost 192.0.2.1 5.0/tcp node-1");
    }

    [Fact]
    public async Task a_late_disconnect_of_an_older_session_shows_no_live_device_offline()
    {
        await using var node = await StartAsync();
        var device = await node.AddDeviceAsync("pump-1");
        var older = await node.ConnectAsync(device);
        await Eventually.IsTrue(() => node.Told.Length is 1);
        var newer = await node.ConnectAsync(device);
        await Eventually.IsTrue(() => node.Told.Length is 2);

        node.Clock.AdvanceMinutes(1);
        await node.DisconnectAsync(older, "taken_over", isClean: false);
        await Eventually.IsTrue(() => node.Told.Length is 3);

        newer.Epoch.ShouldBeGreaterThan(older.Epoch);
        (await node.StateAsync(device)).ShouldStartWith($"t {newer.Epoch} 12:00");
        (await node.TextAsync("select count(*) from iot.connections where disconnected_at is null")).ShouldBe("1");
    }

    [Fact]
    public async Task ten_thousand_connects_at_once_cost_few_transactions()
    {
        await using var node = await StartAsync();
        await node.RunAsync("insert into iot.device_state (customer, device_id) select 'acme', 'd' || i from generate_series(1, 10000) i");

        await Task.WhenAll(Enumerable.Range(1, 10_000).Select(async i =>
            await node.ConnectAsync(new DeviceHandle(i, "acme", $"d{i}"))));
        await Eventually.IsTrue(() => node.Told.Length is 10_000, 60);

        int.Parse(await node.TextAsync("select count(distinct xmin::text) from iot.connections"), System.Globalization.CultureInfo.InvariantCulture)
            .ShouldBeLessThan(100);
        (await node.TextAsync("select count(*) from iot.device_state where is_connected and session_epoch is not null")).ShouldBe("10000");
        node.Told.Select(x => x.Epoch).ShouldBeInOrder();
    }

    [Fact]
    public async Task connect_and_disconnect_in_one_breath_leave_the_device_offline()
    {
        await using var node = await StartAsync();
        var device = await node.AddDeviceAsync("pump-1");
        for (var i = 0; i < 200; i++) await node.DisconnectAsync(await node.ConnectAsync(device));
        var last = await node.ConnectAsync(device);
        await node.DisconnectAsync(last);
        await Eventually.IsTrue(() => node.Told.Length is 402);

        (await node.StateAsync(device)).ShouldBe($"f {last.Epoch} 12:00 12:00");
        (await node.TextAsync("select count(*) from iot.connections where disconnected_at is not null and clean")).ShouldBe("201");
    }

    [Fact]
    public async Task a_start_closes_what_this_node_left_open_and_nothing_of_other_nodes()
    {
        var database = await postgres.CreateDatabaseAsync();
        await using var other = await ConnectionLogNode.StartAsync(database, "node-2");
        await using var crashed = await ConnectionLogNode.StartAsync(database);
        var here = await crashed.AddDeviceAsync("here");
        var moved = await crashed.AddDeviceAsync("moved");
        var there = await crashed.AddDeviceAsync("there");
        await crashed.ConnectAsync(here);
        await crashed.ConnectAsync(moved);
        await Eventually.IsTrue(() => crashed.Told.Length is 2);
        await other.ConnectAsync(there);
        await other.ConnectAsync(moved);
        await Eventually.IsTrue(() => other.Told.Length is 2);

        // The same node comes up again while the crashed one has closed nothing.
        await using var restarted = await ConnectionLogNode.StartAsync(database);

        (await restarted.StateAsync(here)).ShouldStartWith("f ");
        (await restarted.StateAsync(moved)).ShouldStartWith("t ");
        (await restarted.StateAsync(there)).ShouldStartWith("t ");
        (await restarted.TextAsync("select string_agg(reason || ' ' || clean, ',') from iot.connections where node = 'node-1'"))
            .ShouldBe("platform_stopped true,platform_stopped true");
        var told = restarted.Told.ShouldHaveSingleItem();
        (told.Device, told.End!.Reason, told.End.IsClean).ShouldBe((here, "platform_stopped", true));
    }

    [Fact]
    public async Task a_graceful_stop_closes_all_sessions_before_it_is_done()
    {
        var node = await StartAsync();
        var database = node.Database.ConnectionString;
        var device = await node.AddDeviceAsync("pump-1");
        var connection = await node.ConnectAsync(device);
        await node.StopAsync();
        node.Told.Last().End!.Reason.ShouldBe("platform_stopped");
        await node.DisconnectAsync(connection, "connection_lost", isClean: false);
        await node.DisposeAsync();

        await using var next = await ConnectionLogNode.StartAsync(database, "node-3");
        (await next.StateAsync(device)).ShouldStartWith("f ");
        (await next.TextAsync("select reason from iot.connections")).ShouldBe("platform_stopped");
    }

    [Fact]
    public async Task entries_survive_a_crash_of_the_database()
    {
        await using var node = await StartAsync();
        var device = await node.AddDeviceAsync("pump-1");
        var first = await node.ConnectAsync(device);
        await Eventually.IsTrue(() => node.Told.Length is 1);

        var crash = postgres.CrashAndRestartAsync();
        await node.DisconnectAsync(first, "connection_lost", isClean: false);
        var second = await node.ConnectAsync(device);
        await crash;
        node.Database.Clear();
        await Eventually.IsTrue(() => node.Told.Length is 3, 30);

        (await node.StateAsync(device)).ShouldStartWith($"t {second.Epoch}");
        (await node.TextAsync("select count(*) from iot.connections")).ShouldBe("2");
    }

    [Fact]
    public async Task a_deleted_devices_connection_is_logged_without_a_state()
    {
        await using var node = await StartAsync();
        await node.ConnectAsync(new DeviceHandle(999, "acme", "gone"));
        await Eventually.IsTrue(() => node.Told.Length is 1);
        (await node.TextAsync("select count(*) from iot.device_state")).ShouldBe("0");
    }

    [Fact]
    public async Task only_what_ended_long_ago_is_deleted()
    {
        await using var node = await StartAsync();
        var device = await node.AddDeviceAsync("pump-1");
        await node.DisconnectAsync(await node.ConnectAsync(device));
        node.Clock.AdvanceDays(10);
        var open = await node.ConnectAsync(device);
        await node.DisconnectAsync(await node.ConnectAsync(device));
        await Eventually.IsTrue(() => node.Told.Length is 5);

        (await node.Store.DeleteEndedAsync(node.Clock.GetCurrentInstant() - Duration.FromDays(5), CancellationToken.None)).ShouldBe(1);

        (await node.TextAsync("select count(*) from iot.connections")).ShouldBe("2");
        open.Epoch.ShouldBeGreaterThan(0);
    }

    private async Task<ConnectionLogNode> StartAsync() => await ConnectionLogNode.StartAsync(await postgres.CreateDatabaseAsync());
}
