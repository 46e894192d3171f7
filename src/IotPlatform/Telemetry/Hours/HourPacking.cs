using System.Runtime.CompilerServices;
using NodaTime;
using Npgsql;

namespace IotPlatform.Telemetry;

/// <summary>
/// Packs the hours that are over, one after the other, each in one transaction. Only what came in time is packed with its hour; what
/// came later is <see cref="LatePacking"/>'s.
/// </summary>
public sealed class HourPacking(NpgsqlDataSource database, TelemetryLog writers, LogByHour log, HourDays days, PackingFrontier frontier)
{
    /// <summary>Before the first message: goes on where packing was, or says where it begins.</summary>
    public async Task BeginAsync(Instant now, CancellationToken cancellation)
    {
        if (await PackedUntilOrNullAsync(cancellation) is null) await BeginWithLogAsync(now, cancellation);
        frontier.MoveTo(Microseconds.Of(await PackedUntilAsync(cancellation)));
    }

    /// <summary>Up to where all hours are packed.</summary>
    public async Task<Instant> PackedUntilAsync(CancellationToken cancellation) =>
        await PackedUntilOrNullAsync(cancellation) ?? throw new InvalidOperationException("Packing has not begun.");

    /// <summary>Packs all hours that are due; says how many there were.</summary>
    public async Task<int> PackDueAsync(Instant now, CancellationToken cancellation)
    {
        var packed = 0;
        for (; await PackedUntilAsync(cancellation) is var hour && hour + Duration.FromHours(1) + LateHours.PackedAfter <= now; packed++)
            await PackAsync(hour, cancellation);
        return packed;
    }

    // Reads the whole log, which there may be from before there was packing, and is therefore done once.
    private async Task BeginWithLogAsync(Instant now, CancellationToken cancellation)
    {
        await using var connection = await database.OpenConnectionAsync(cancellation);
        await using var transaction = await connection.BeginTransactionAsync(cancellation);
        await PackingTurn.TakeAsync(connection, cancellation);
        await using var begin = new NpgsqlCommand(
            """
            with first as (
                insert into iot.telemetry_packing (packed_until)
                select coalesce(date_trunc('hour', min(received_at), 'UTC'), $1) from iot.telemetry_log
                on conflict do nothing returning packed_until)
            insert into iot.telemetry_late (device_key, hour, first_seq, last_seq, noted_at)
            select device_key, date_trunc('hour', ts, 'UTC'), min(seq), max(seq), $1 from iot.telemetry_log, first
            where received_at >= date_trunc('hour', ts, 'UTC') + interval '1 hour' + $2 or ts < packed_until group by 1, 2
            """, connection);
        begin.Parameters.Add(HourStore.TimeOf(Microseconds.HourOf(Microseconds.Of(now))));
        begin.Parameters.Add(new NpgsqlParameter<TimeSpan> { TypedValue = LateHours.Grace.ToTimeSpan() });
        await begin.ExecuteNonQueryAsync(cancellation);
        await transaction.CommitAsync(cancellation);
    }

    private async Task<Instant?> PackedUntilOrNullAsync(CancellationToken cancellation)
    {
        await using var command = database.CreateCommand("select packed_until from iot.telemetry_packing");
        return await command.ExecuteScalarAsync(cancellation) is DateTime until ? Instant.FromDateTimeUtc(until) : null;
    }

    private async Task PackAsync(Instant hour, CancellationToken cancellation)
    {
        frontier.MoveTo(Microseconds.Of(hour) + Microseconds.PerHour);
        await writers.AwaitWritersAsync(cancellation);
        await days.EnsureAsync(hour, cancellation);
        await using var connection = await database.OpenConnectionAsync(cancellation);
        await using var transaction = await connection.BeginTransactionAsync(cancellation);
        await PackingTurn.TakeAsync(connection, cancellation);
        // Another node may have been faster.
        await using var next = new NpgsqlCommand(
            "update iot.telemetry_packing set packed_until = packed_until + interval '1 hour' where packed_until = $1", connection);
        next.Parameters.Add(new NpgsqlParameter<DateTime> { TypedValue = hour.ToDateTimeUtc() });
        if (await next.ExecuteNonQueryAsync(cancellation) == 0) return;

        await using (var rows = await HourStore.BeginAddAsync(connection, cancellation))
        {
            await foreach (var packed in PackedAsync(hour, cancellation)) await HourStore.AddAsync(rows, packed, cancellation);
            await rows.CompleteAsync(cancellation);
        }
        await transaction.CommitAsync(cancellation);
    }

    private async IAsyncEnumerable<PackedHour> PackedAsync(
        Instant hour, [EnumeratorCancellation] CancellationToken cancellation)
    {
        DeviceHour? device = null;
        await foreach (var record in log.ReadAsync(hour, hour + Duration.FromHours(1) + LateHours.PackedAfter, cancellation))
        {
            if (device is not null && device.DeviceKey != record.Device.Key) yield return HourPacker.Pack(device);
            if (device?.DeviceKey != record.Device.Key) device = new DeviceHour(record.Device.Key, Microseconds.Of(hour));
            device.Add(record);
        }
        if (device is not null) yield return HourPacker.Pack(device);
    }
}
