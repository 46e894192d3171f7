using IotPlatform.Connectivity;
using IotPlatform.Devices;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using NodaTime;
using NodaTime.Testing;
using Npgsql;

namespace IotPlatform.IntegrationTests.Connectivity;

/// <summary>A node with nothing but the connection log, and what it told its observers.</summary>
internal sealed class ConnectionLogNode : IConnectionObserver, IAsyncDisposable
{
    private readonly IHost _host;
    private readonly List<ConnectionChange> _told = [];

    private ConnectionLogNode(string connectionString, string name, FakeClock clock)
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Logging.ClearProviders();
        builder.Services.AddLogging();
        builder.Services.AddSingleton(NpgsqlDataSource.Create(connectionString));
        builder.Services.AddSingleton<IClock>(clock);
        builder.Services.AddSingleton<IConnectionObserver>(this);
        builder.Services.AddConnectivity(new ConnectivitySettings(name, Duration.FromDays(90)));
        _host = builder.Build();
        Clock = clock;
    }

    public FakeClock Clock { get; }

    public IConnectionLog Log => _host.Services.GetRequiredService<IConnectionLog>();

    public ConnectionStore Store => _host.Services.GetRequiredService<ConnectionStore>();

    public NpgsqlDataSource Database => _host.Services.GetRequiredService<NpgsqlDataSource>();

    public ConnectionChange[] Told
    {
        get { lock (_told) return [.. _told]; }
    }

    public static async Task<ConnectionLogNode> StartAsync(string connectionString, string name = "node-1")
    {
        var node = new ConnectionLogNode(connectionString, name, new FakeClock(Instant.FromUtc(2026, 1, 1, 12, 0)));
        await node.RunAsync("create schema if not exists iot;" + DeviceStates.Script.Sql + ConnectivitySchema.Script.Sql);
        await node._host.StartAsync();
        return node;
    }

    public void OnCommitted(IReadOnlyList<ConnectionChange> changes)
    {
        lock (_told) _told.AddRange(changes);
    }

    public async Task<DeviceHandle> AddDeviceAsync(string deviceId)
    {
        await using var command = Database.CreateCommand(
            "insert into iot.device_state (customer, device_id) values ('acme', $1) returning device_key");
        command.Parameters.AddWithValue(deviceId);
        return new DeviceHandle((int)(await command.ExecuteScalarAsync())!, "acme", deviceId);
    }

    public ValueTask<LoggedConnection> ConnectAsync(DeviceHandle device) =>
        Log.OpenedAsync(new ConnectionStart(device, "192.0.2.1", "5.0/tcp", Clock.GetCurrentInstant()));

    public ValueTask DisconnectAsync(LoggedConnection connection, string reason = "client_disconnected", bool isClean = true) =>
        Log.ClosedAsync(connection, new ConnectionEnd(isClean, reason, Clock.GetCurrentInstant()));

    /// <summary>The device's state as "connected epoch connected_at disconnected_at".</summary>
    public Task<string> StateAsync(DeviceHandle device) => TextAsync(
        $"""
        select concat_ws(' ', is_connected, session_epoch, to_char(last_connected_at at time zone 'utc', 'HH24:MI'),
            to_char(last_disconnected_at at time zone 'utc', 'HH24:MI'))
        from iot.device_state where device_key = {device.Key}
        """);

    public async Task<string> TextAsync(string sql)
    {
        await using var command = Database.CreateCommand(sql);
        return Convert.ToString(await command.ExecuteScalarAsync(), System.Globalization.CultureInfo.InvariantCulture) ?? "";
    }

    public async Task RunAsync(string sql)
    {
        await using var command = Database.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }

    public Task StopAsync() => _host.StopAsync();

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        _host.Dispose();
    }
}
