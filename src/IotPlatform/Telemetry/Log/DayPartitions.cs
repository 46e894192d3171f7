using NodaTime;
using Npgsql;

namespace IotPlatform.Telemetry;

/// <summary>The log's partitions, one for each UTC day of receipt: made ahead, or at the latest before the first row of the day.</summary>
public sealed class DayPartitions(NpgsqlDataSource database)
    : DayTables(database, ["telemetry_log", "telemetry_batches"], "telemetry_add_day")
{
    /// <summary>Days made ahead, beside today.</summary>
    private const int DaysAhead = 2;

    /// <summary>Makes sure of today and the days ahead.</summary>
    public async Task EnsureAheadAsync(Instant now, CancellationToken cancellation)
    {
        for (var day = 0; day <= DaysAhead; day++) await EnsureAsync(now + Duration.FromDays(day), cancellation);
    }

    /// <summary>Makes sure of the days of all records.</summary>
    public async ValueTask EnsureAsync(ReadOnlyMemory<TelemetryRecord> records, CancellationToken cancellation)
    {
        var (start, end) = (Instant.MaxValue, Instant.MinValue);
        for (var i = 0; i < records.Length; i++)
        {
            var receivedAt = records.Span[i].ReceivedAt;
            if (receivedAt >= start && receivedAt < end) continue;
            await EnsureAsync(receivedAt, cancellation);
            start = DayOf(receivedAt).AtStartOfDayInZone(DateTimeZone.Utc).ToInstant();
            end = start + Duration.FromDays(1);
        }
    }
}
