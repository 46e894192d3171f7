using Npgsql;

namespace IotPlatform.Telemetry;

/// <summary>Removes a deleted device's telemetry. Its session must be dropped before, or it writes on.</summary>
public sealed class TelemetryErasure(NpgsqlDataSource database, LatestValues latest, ErrorTally tally, ErrorStore errors)
{
    private static readonly string[] Tables = ["telemetry_log", "telemetry_hours", "telemetry_late"];

    /// <summary>Removes all that is stored and remembered of the device; safe to repeat.</summary>
    public async Task EraseAsync(int deviceKey, CancellationToken cancellation)
    {
        await using var connection = await database.OpenConnectionAsync(cancellation);
        await using var transaction = await connection.BeginTransactionAsync(cancellation);
        // What is being packed meanwhile would come back.
        await PackingTurn.TakeAsync(connection, cancellation);
        foreach (var table in Tables) await DeleteAsync(connection, table, deviceKey, cancellation);
        await transaction.CommitAsync(cancellation);
        await latest.EraseAsync(deviceKey, cancellation);
        tally.Forget(deviceKey);
        await errors.EraseAsync(deviceKey, cancellation);
    }

    private static async Task DeleteAsync(NpgsqlConnection connection, string table, int deviceKey, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand($"delete from iot.{table} where device_key = $1", connection);
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = deviceKey });
        command.CommandTimeout = 0;
        await command.ExecuteNonQueryAsync(cancellation);
    }
}
