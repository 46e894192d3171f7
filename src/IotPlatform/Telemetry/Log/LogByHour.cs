using System.Runtime.CompilerServices;
using NodaTime;
using Npgsql;

namespace IotPlatform.Telemetry;

/// <summary>Reads the log by the hours that its values are of, to pack them.</summary>
public sealed class LogByHour(NpgsqlDataSource database)
{
    /// <summary>
    /// The records of an hour that were received before a moment, device after device, each device's in order. Nothing is dated further
    /// ahead than the tolerance, so the search begins there; the log's BRIN finds the place.
    /// </summary>
    public IAsyncEnumerable<TelemetryRecord> ReadAsync(Instant hour, Instant receivedBefore, CancellationToken cancellation) => ReadAsync(
        $"""
        select {LogRow.Columns} from iot.telemetry_log
        where ts >= $1 and ts < $2 and received_at >= $3 and received_at < $4 order by device_key, seq
        """,
        "select set_config('work_mem', '64MB', true), iot.telemetry_summarize()",
        [Time(hour), Time(hour + Duration.FromHours(1)), Time(hour - PayloadTimestamp.Tolerance), Time(receivedBefore)],
        cancellation);

    /// <summary>All records of some hours of some devices, in order.</summary>
    public IAsyncEnumerable<TelemetryRecord> ReadAsync(IReadOnlyCollection<(int Device, long Hour)> hours, CancellationToken cancellation) => ReadAsync(
        $"""
        select {LogRow.Columns} from unnest($1::int[], $2::timestamptz[]) as wanted (device, hour)
        join iot.telemetry_log on device_key = device and ts >= hour and ts < hour + interval '1 hour' order by seq
        """,
        "select set_config('work_mem', '64MB', true)",
        [new NpgsqlParameter<int[]> { TypedValue = [.. hours.Select(h => h.Device)] }, HourStore.TimesOf(hours.Select(h => h.Hour))],
        cancellation);

    private async IAsyncEnumerable<TelemetryRecord> ReadAsync(
        string sql, string prepare, NpgsqlParameter[] parameters, [EnumeratorCancellation] CancellationToken cancellation)
    {
        await using var connection = await database.OpenConnectionAsync(cancellation);
        await using var transaction = await connection.BeginTransactionAsync(cancellation);
        // Sorting an hour of a large fleet within the default of 4 MB would write it to disk several times.
        await using var memory = new NpgsqlCommand(prepare, connection);
        await memory.ExecuteNonQueryAsync(cancellation);
        await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 0 };
        command.Parameters.AddRange(parameters);
        await using var rows = await command.ExecuteReaderAsync(cancellation);
        while (await rows.ReadAsync(cancellation)) yield return LogRow.Read(rows);
    }

    private static NpgsqlParameter<DateTime> Time(Instant time) => new() { TypedValue = time.ToDateTimeUtc() };
}
