using NodaTime;
using Npgsql;

namespace IotPlatform.Telemetry;

/// <summary>Adds to packed hours what has come late, and packs the hours that nothing was known of.</summary>
public sealed class LatePacking(NpgsqlDataSource database, LogByHour log, HourDays days)
{
    private const int PageHours = 100;

    /// <summary>
    /// How long late values wait for more of their hour, so that a device that catches up does not have it packed again and again.
    /// </summary>
    public static readonly Duration Delay = Duration.FromMinutes(5);

    /// <summary>Packs the late hours that were noted before a moment; says how many there were.</summary>
    public async Task<int> PackAsync(Instant notedBefore, CancellationToken cancellation)
    {
        var total = 0;
        while (await PackPageAsync(notedBefore, cancellation) is var packed and > 0) total += packed;
        return total;
    }

    private async Task<int> PackPageAsync(Instant notedBefore, CancellationToken cancellation)
    {
        await using var connection = await database.OpenConnectionAsync(cancellation);
        await using var transaction = await connection.BeginTransactionAsync(cancellation);
        await PackingTurn.TakeAsync(connection, cancellation);
        var late = await LateAsync(connection, notedBefore, cancellation);
        if (late.Count == 0) return 0;

        foreach (var day in late.Keys.Select(h => Microseconds.ToInstant(h.Hour)).DistinctBy(HourDays.DayOf))
            await days.EnsureAsync(day, cancellation);
        var taken = await HourStore.TakeAsync(connection, late.Keys, cancellation);
        var hours = late.Keys.ToDictionary(h => h, h => new DeviceHour(h.Device, h.Hour));
        foreach (var packed in taken) hours[(packed.DeviceKey, packed.Hour)] = HourUnpacker.Unpack(packed);
        await foreach (var record in log.ReadAsync(late.Keys, cancellation))
            hours[(record.Device.Key, Microseconds.HourOf(Microseconds.Of(record.Timestamp)))].Add(record);
        await using (var rows = await HourStore.BeginAddAsync(connection, cancellation))
        {
            foreach (var hour in hours.Values.Where(h => !h.IsEmpty)) await HourStore.AddAsync(rows, HourPacker.Pack(hour), cancellation);
            await rows.CompleteAsync(cancellation);
        }
        await DoneAsync(connection, late, cancellation);
        await transaction.CommitAsync(cancellation);
        return late.Count;
    }

    private static async Task<Dictionary<(int Device, long Hour), long>> LateAsync(
        NpgsqlConnection connection, Instant notedBefore, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(
            $"""
            select device_key, hour, last_seq from iot.telemetry_late
            where noted_at <= $1 and hour < (select packed_until from iot.telemetry_packing) order by device_key, hour limit {PageHours}
            """, connection);
        command.Parameters.Add(new NpgsqlParameter<DateTime> { TypedValue = notedBefore.ToDateTimeUtc() });
        await using var rows = await command.ExecuteReaderAsync(cancellation);
        var late = new Dictionary<(int, long), long>();
        while (await rows.ReadAsync(cancellation))
            late[(rows.GetInt32(0), Microseconds.Of(Instant.FromDateTimeUtc(rows.GetDateTime(1))))] = rows.GetInt64(2);
        return late;
    }

    // What has come meanwhile has raised the position, and waits for the next time.
    private static async Task DoneAsync(
        NpgsqlConnection connection, Dictionary<(int Device, long Hour), long> late, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(
            """
            delete from iot.telemetry_late as l using unnest($1::int[], $2::timestamptz[], $3::bigint[]) as done (device_key, hour, seq)
            where l.device_key = done.device_key and l.hour = done.hour and l.last_seq = done.seq
            """, connection);
        command.Parameters.Add(new NpgsqlParameter<int[]> { TypedValue = [.. late.Keys.Select(h => h.Device)] });
        command.Parameters.Add(HourStore.TimesOf(late.Keys.Select(h => h.Hour)));
        command.Parameters.Add(new NpgsqlParameter<long[]> { TypedValue = [.. late.Values] });
        await command.ExecuteNonQueryAsync(cancellation);
    }
}
