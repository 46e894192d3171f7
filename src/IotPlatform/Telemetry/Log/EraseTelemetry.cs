using IotPlatform.Devices;
using IotPlatform.Platform;
using Npgsql;

namespace IotPlatform.Telemetry;

/// <summary>
/// Erases the telemetry of deleted devices in the background. What is to be erased is noted with the deletion, in its transaction, so
/// neither a crash nor a stop forgets it; nobody can reach the data meanwhile.
/// </summary>
public sealed class EraseTelemetry : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(30);
    private readonly NpgsqlDataSource _database;
    private readonly TelemetryErasure _erasure;
    private readonly ILogger<EraseTelemetry> _log;
    private readonly SemaphoreSlim _deleted = new(1, 1);

    public EraseTelemetry(NpgsqlDataSource database, TelemetryErasure erasure, CommitFeed feed, ILogger<EraseTelemetry> log)
    {
        (_database, _erasure, _log) = (database, erasure, log);
        feed.Subscribe(Note);
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await _deleted.WaitAsync(Interval, stoppingToken);
                await EraseAllAsync(stoppingToken);
            }
            catch (Exception fault) when (fault is NpgsqlException or TimeoutException)
            {
                _log.LogWarning(fault, "Telemetry of deleted devices cannot be erased now; trying again in {Interval}", Interval);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
        }
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        _deleted.Dispose();
        base.Dispose();
    }

    private async Task EraseAllAsync(CancellationToken cancellation)
    {
        foreach (var key in await NotedAsync(cancellation))
        {
            await _erasure.EraseAsync(key, cancellation);
            await using var done = _database.CreateCommand("delete from iot.device_erasure where device_key = $1");
            done.Parameters.Add(new NpgsqlParameter<int> { TypedValue = key });
            await done.ExecuteNonQueryAsync(cancellation);
        }
    }

    private async Task<List<int>> NotedAsync(CancellationToken cancellation)
    {
        await using var command = _database.CreateCommand("select device_key from iot.device_erasure");
        await using var rows = await command.ExecuteReaderAsync(cancellation);
        List<int> keys = [];
        while (await rows.ReadAsync(cancellation)) keys.Add(rows.GetInt32(0));
        return keys;
    }

    private void Note(CommittedEvents committed)
    {
        if (committed.Events.Any(e => e.Data is DeviceDeleted) && _deleted.CurrentCount == 0) _deleted.Release();
    }
}
