using System.Collections.Concurrent;
using NodaTime;
using Npgsql;
using NpgsqlTypes;

namespace IotPlatform.Telemetry;

/// <summary>Tables that have one partition for each UTC day.</summary>
/// <param name="database">Where they are.</param>
/// <param name="tables">The tables, whose partitions of a day come and go together.</param>
/// <param name="add">The function of PostgreSQL that makes a day.</param>
public abstract class DayTables(NpgsqlDataSource database, string[] tables, string add)
{
    private readonly ConcurrentDictionary<LocalDate, bool> _known = new();

    /// <summary>The UTC day of a moment.</summary>
    public static LocalDate DayOf(Instant time) => time.InUtc().Date;

    /// <summary>Makes sure of the day of one moment; costs nothing once it is known.</summary>
    public async ValueTask EnsureAsync(Instant time, CancellationToken cancellation)
    {
        var day = DayOf(time);
        if (_known.ContainsKey(day)) return;
        await using var command = database.CreateCommand($"select iot.{add}($1)");
        command.Parameters.Add(new NpgsqlParameter<DateOnly> { TypedValue = day.ToDateOnly(), NpgsqlDbType = NpgsqlDbType.Date });
        await command.ExecuteNonQueryAsync(cancellation);
        _known[day] = true;
    }

    /// <summary>Forgets which days exist, after PostgreSQL has missed one.</summary>
    public void Forget() => _known.Clear();

    /// <summary>The days that exist, oldest first.</summary>
    public async Task<IReadOnlyList<LocalDate>> ListAsync(CancellationToken cancellation)
    {
        await using var command = database.CreateCommand(
            $"""
            select to_date(right(c.relname, 8), 'YYYYMMDD') from pg_inherits i join pg_class c on c.oid = i.inhrelid
            where i.inhparent = 'iot.{tables[0]}'::regclass order by 1
            """);
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        var days = new List<LocalDate>();
        while (await reader.ReadAsync(cancellation)) days.Add(LocalDate.FromDateOnly(reader.GetFieldValue<DateOnly>(0)));
        return days;
    }

    /// <summary>Drops the days that lie wholly before <paramref name="oldest"/> and says how many.</summary>
    public async Task<int> DropBeforeAsync(Instant oldest, CancellationToken cancellation)
    {
        var expired = (await ListAsync(cancellation)).Where(day => day < DayOf(oldest)).ToList();
        foreach (var day in expired) await DropAsync(day, cancellation);
        return expired.Count;
    }

    /// <summary>
    /// Drops a day. Waits two seconds at most for running queries, since writers queue up behind it; then throws, and the next round
    /// tries again.
    /// </summary>
    public async Task DropAsync(LocalDate day, CancellationToken cancellation)
    {
        _known.TryRemove(day, out _);
        var suffix = $"{day.Year:0000}{day.Month:00}{day.Day:00}";
        await using var connection = await database.OpenConnectionAsync(cancellation);
        await using var transaction = await connection.BeginTransactionAsync(cancellation);
        await ExecuteAsync(connection, "set local lock_timeout = '2s'", cancellation);
        await ExecuteAsync(connection, $"drop table {string.Join(", ", tables.Select(t => $"iot.{t}_{suffix}"))}", cancellation);
        await transaction.CommitAsync(cancellation);
    }

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(cancellation);
    }
}
