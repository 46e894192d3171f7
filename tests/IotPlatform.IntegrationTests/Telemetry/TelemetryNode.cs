using System.Text;
using IotPlatform.Devices;
using IotPlatform.Platform;
using IotPlatform.Telemetry;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using NodaTime;
using NodaTime.Testing;
using Npgsql;

namespace IotPlatform.IntegrationTests.Telemetry;

/// <summary>The telemetry path of one process, on a database; ended with or without a goodbye.</summary>
public sealed class TelemetryNode : IAsyncDisposable
{
    private const string DeviceState = """
        create table if not exists iot.device_state (device_key integer primary key, last_seen timestamptz, customer text, device_id text);
        create table if not exists iot.former_devices (device_key integer primary key, customer text, device_id text);
        """;

    private readonly IHost _host;

    private TelemetryNode(IHost host, FakeClock clock) => (_host, Clock) = (host, clock);

    public static readonly Instant Noon = Instant.FromUtc(2026, 11, 22, 12, 0);

    public static readonly DeviceHandle Device = new(7, "acme", "pump-1");

    public FakeClock Clock { get; }

    public NpgsqlDataSource Database => Get<NpgsqlDataSource>();

    public TelemetryIngest Ingest => Get<TelemetryIngest>();

    public T Get<T>() where T : notnull => _host.Services.GetRequiredService<T>();

    public static async Task<TelemetryNode> StartAsync(
        string connectionString, Instant? now = null, TelemetryOptions? options = null, Action<IServiceCollection>? more = null)
    {
        var clock = new FakeClock(now ?? Noon);
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Logging.ClearProviders();
        builder.Services.AddSingleton(NpgsqlDataSource.Create(connectionString));
        builder.Services.AddSingleton<IClock>(clock);
        builder.Services.AddSingleton<CommitFeed>();
        builder.Services.AddTelemetry(
            options ?? new TelemetryOptions { LatestFlushInterval = TimeSpan.FromHours(1), MaintenanceInterval = TimeSpan.FromHours(1) });
        builder.Services.AddSingleton<IDeviceDirectory>(new AllOfAcme());
        more?.Invoke(builder.Services);
        var node = new TelemetryNode(builder.Build(), clock);
        await node.ExecuteAsync(
            TelemetrySchema.Script.Sql + HourSchema.Script.Sql + TelemetryErrors.Script.Sql + DeviceState + UsageSchema.Script.Sql);
        await node._host.StartAsync();
        return node;
    }

    /// <summary>Gives <see cref="Device"/> its row, as its first contact does.</summary>
    public Task RegisterAsync() => ExecuteAsync($"insert into iot.device_state values ({Device.Key}, null, '{Device.Customer}', '{Device.DeviceId}') on conflict do nothing");

    /// <summary>Sends a message and waits for its commit.</summary>
    public async Task SendAsync(string payload, string topic = "telemetry", DeviceHandle? device = null) =>
        await await EnqueueAsync(payload, topic, device).AsTask().WaitAsync(TimeSpan.FromSeconds(30));

    /// <summary>Queues a message, received now.</summary>
    public ValueTask<Task> EnqueueAsync(string payload, string topic = "telemetry", DeviceHandle? device = null) => Ingest.EnqueueAsync(
        new DevicePublish(device ?? Device, topic, Encoding.UTF8.GetBytes(payload), 30, Clock.GetCurrentInstant()), default);

    public async Task ExecuteAsync(string sql)
    {
        await using var command = Database.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }

    public async Task<T> ScalarAsync<T>(string sql)
    {
        await using var command = Database.CreateCommand(sql);
        return (T)(await command.ExecuteScalarAsync())!;
    }

    /// <summary>All records of the log, in order.</summary>
    public async Task<List<TelemetryRecord>> ReadLogAsync(long afterSeq = 0)
    {
        var records = new List<TelemetryRecord>();
        await foreach (var record in Get<TelemetryLog>().ReadFromAsync(afterSeq, new AllOfAcme(), default)) records.Add(record);
        return records;
    }

    /// <summary>Stops as the platform does: drains the queue, stores the latest values.</summary>
    public Task StopAsync() => _host.StopAsync();

    public async ValueTask DisposeAsync()
    {
        var database = Database;
        if (_host is IAsyncDisposable host) await host.DisposeAsync();
        await database.DisposeAsync();
    }

    /// <summary>Waits for something that happens in the background; fails after a minute.</summary>
    public static async Task UntilAsync(Func<Task<bool>> condition, string what)
    {
        for (var tries = 0; tries < 1_200; tries++)
        {
            if (await condition()) return;
            await Task.Delay(50);
        }
        throw new TimeoutException($"Waited in vain: {what}");
    }

    private sealed class AllOfAcme : IDeviceDirectory
    {
        public ValueTask<DeviceHandle?> FindAsync(int deviceKey, CancellationToken cancellation) =>
            new(deviceKey == Device.Key ? Device : new DeviceHandle(deviceKey, "acme", $"device-{deviceKey}"));
    }
}
