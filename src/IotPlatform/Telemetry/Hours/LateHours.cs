using NodaTime;
using Npgsql;

namespace IotPlatform.Telemetry;

/// <summary>
/// The hours that are packed, or about to be, when more of them comes in. They are noted in the transaction of what comes, so a query
/// knows that it has to look into the log as well, and the next packing that it has to add something.
/// </summary>
public static class LateHours
{
    /// <summary>How long after its end an hour's values still count as in time.</summary>
    public static readonly Duration Grace = Duration.FromMinutes(1);

    /// <summary>
    /// When an hour is packed: long enough after <see cref="Grace"/> for every transaction that took its values for timely to be there.
    /// </summary>
    public static readonly Duration PackedAfter = Grace + Grace;

    /// <summary>The late hours among records that are committed now, in the order in which everybody locks them.</summary>
    public static List<(int Device, long Hour, long FirstSeq, long LastSeq)> Of(
        ReadOnlySpan<TelemetryRecord> records, long packedUntil, Instant now)
    {
        var firstInTime = Microseconds.Of(now - Grace) - Microseconds.PerHour;
        Dictionary<(int, long), (long First, long Last)>? late = null;
        foreach (var record in records)
        {
            var hour = Microseconds.HourOf(Microseconds.Of(record.Timestamp));
            if (hour > firstInTime && hour >= packedUntil) continue;
            late ??= [];
            var first = late.TryGetValue((record.Device.Key, hour), out var known) ? known.First : record.Seq;
            late[(record.Device.Key, hour)] = (first, record.Seq);
        }
        return late is null ? [] : [.. late.Select(h => (h.Key.Item1, h.Key.Item2, h.Value.First, h.Value.Last)).Order()];
    }

    /// <summary>Notes them.</summary>
    public static async Task NoteAsync(
        NpgsqlConnection connection, List<(int Device, long Hour, long FirstSeq, long LastSeq)> late, Instant now, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(
            """
            insert into iot.telemetry_late (device_key, hour, first_seq, last_seq, noted_at)
            select *, $5 from unnest($1::int[], $2::timestamptz[], $3::bigint[], $4::bigint[])
            on conflict (device_key, hour) do update set last_seq = excluded.last_seq
            """, connection);
        command.Parameters.Add(new NpgsqlParameter<int[]> { TypedValue = [.. late.Select(h => h.Device)] });
        command.Parameters.Add(HourStore.TimesOf(late.Select(h => h.Hour)));
        command.Parameters.Add(new NpgsqlParameter<long[]> { TypedValue = [.. late.Select(h => h.FirstSeq)] });
        command.Parameters.Add(new NpgsqlParameter<long[]> { TypedValue = [.. late.Select(h => h.LastSeq)] });
        command.Parameters.Add(new NpgsqlParameter<DateTime> { TypedValue = now.ToDateTimeUtc() });
        await command.ExecuteNonQueryAsync(cancellation);
    }
}
