using System.Collections.Concurrent;
using NodaTime;
using Npgsql;
using NpgsqlTypes;

namespace IotPlatform.Telemetry;

/// <summary>The log's partitions, one for each UTC day of receipt: made ahead, or at the latest before the first row of the day.</summary>
public sealed class DayPartitions(NpgsqlDataSource database)
{
    /// <summary>Days made ahead, beside today.</summary>
    private const int DaysAhead = 2;

    private readonly ConcurrentDictionary<LocalDate, bool> _known = new();

    /// <summary>Makes sure of today and the days ahead.</summary>
    public async Task EnsureAheadAsync(Instant now, CancellationToken cancellation)
    {
        for (var day = 0; day <= DaysAhead; day++) await EnsureAsync(now + Duration.FromDays(day), cancellation);
    }

    /// <summary>Makes sure of the day of one moment; costs nothing once it is known.</summary>
    public async ValueTask EnsureAsync(Instant receivedAt, CancellationToken cancellation)
    {
        var day = DayOf(receivedAt);
        if (_known.ContainsKey(day)) return;
        await using var command = database.CreateCommand("select iot.telemetry_add_day($1)");
        command.Parameters.Add(new NpgsqlParameter<DateOnly> { TypedValue = day.ToDateOnly(), NpgsqlDbType = NpgsqlDbType.Date });
        await command.ExecuteNonQueryAsync(cancellation);
        _known[day] = true;
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

    /// <summary>Forgets which days exist, after PostgreSQL has missed one.</summary>
    public void Forget() => _known.Clear();

    /// <summary>
    /// Drops the days that lie wholly before <paramref name="oldest"/> and says how many. Waits two seconds at most for running queries,
    /// since writers queue up behind it; then throws, and the next round tries again.
    /// </summary>
    public async Task<int> DropBeforeAsync(Instant oldest, CancellationToken cancellation)
    {
        var expired = (await ListAsync(cancellation)).Where(day => day < DayOf(oldest)).ToList();
        foreach (var day in expired)
        {
            _known.TryRemove(day, out _);
            var suffix = $"{day.Year:0000}{day.Month:00}{day.Day:00}";
            await using var connection = await database.OpenConnectionAsync(cancellation);
            await using var transaction = await connection.BeginTransactionAsync(cancellation);
            await ExecuteAsync(connection, "set local lock_timeout = '2s'", cancellation);
            await ExecuteAsync(connection, $"drop table iot.telemetry_log_{suffix}, iot.telemetry_batches_{suffix}", cancellation);
            await transaction.CommitAsync(cancellation);
        }
        return expired.Count;
    }

    /// <summary>The days that exist, oldest first.</summary>
    public async Task<IReadOnlyList<LocalDate>> ListAsync(CancellationToken cancellation)
    {
        await using var command = database.CreateCommand("select day from iot.telemetry_days()");
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        var days = new List<LocalDate>();
        while (await reader.ReadAsync(cancellation)) days.Add(LocalDate.FromDateOnly(reader.GetFieldValue<DateOnly>(0)));
        return days;
    }

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(cancellation);
    }

    private static LocalDate DayOf(Instant time) => time.InUtc().Date;
}
