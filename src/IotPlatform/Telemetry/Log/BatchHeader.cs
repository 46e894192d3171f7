using NodaTime;
using NpgsqlTypes;

namespace IotPlatform.Telemetry;

/// <summary>
/// The row that tells of a transaction: which positions it wrote. It goes first, and makes a repeat after an unknown outcome harmless,
/// since it waits for, and then sees, its first self.
/// </summary>
public static class BatchHeader
{
    /// <summary>Puts the row in unless it is there.</summary>
    public const string Insert = """
        insert into iot.telemetry_batches (first_seq, last_seq, received_at, first_received_at, last_received_at, messages, bytes)
        values ($1, $2, $3, $3, $4, $5, $6) on conflict do nothing
        """;

    /// <summary>The types of its parameters.</summary>
    public static IReadOnlyList<NpgsqlDbType> Types { get; } =
        [NpgsqlDbType.Bigint, NpgsqlDbType.Bigint, NpgsqlDbType.TimestampTz, NpgsqlDbType.TimestampTz, NpgsqlDbType.Integer, NpgsqlDbType.Bigint];

    /// <summary>Its parameters for some rows.</summary>
    public static object[] Of(ReadOnlySpan<TelemetryRecord> records)
    {
        var messages = 0;
        var bytes = 0L;
        var (first, last) = (records[0].ReceivedAt, records[0].ReceivedAt);
        foreach (var record in records)
        {
            messages += record.StartsMessage ? 1 : 0;
            bytes += record.Bytes;
            // Not simply those of the ends: a clock may have been set back in between.
            first = Instant.Min(first, record.ReceivedAt);
            last = Instant.Max(last, record.ReceivedAt);
        }
        return [records[0].Seq, records[^1].Seq, first.ToDateTimeUtc(), last.ToDateTimeUtc(), messages, bytes];
    }
}
