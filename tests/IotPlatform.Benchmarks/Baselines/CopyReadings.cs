using System.Diagnostics;
using Npgsql;
using NpgsqlTypes;

namespace IotPlatform.Benchmarks.Baselines;

/// <summary>
/// Binary COPY of the rows that the platform stores for the same messages, by one connection that does nothing else, so many
/// rows a transaction: the ceiling of any store that is durable before it acknowledges.
/// </summary>
internal static class CopyReadings
{
    private const string Copy = "copy readings (customer, device, ts, seq, bytes, values) from stdin (format binary)";

    /// <summary>Copies for so many seconds and answers how many rows were committed in how many.</summary>
    public static async Task<CopyResult> Handle(
        int rows, double seconds, NpgsqlDataSource database, TimeProvider time, CancellationToken cancellation)
    {
        await using var connection = await database.OpenConnectionAsync(cancellation);
        var start = Stopwatch.GetTimestamp();
        var committed = 0L;
        for (; Stopwatch.GetElapsedTime(start).TotalSeconds < seconds; committed += rows)
            await CopyOnce(connection, committed, rows, time.GetUtcNow(), cancellation);
        return new CopyResult(committed, Stopwatch.GetElapsedTime(start).TotalSeconds);
    }

    private static async Task CopyOnce(
        NpgsqlConnection connection, long first, int rows, DateTimeOffset now, CancellationToken cancellation)
    {
        await using var import = await connection.BeginBinaryImportAsync(Copy, cancellation);
        for (var row = 0; row < rows; row++)
        {
            await import.StartRowAsync(cancellation);
            await import.WriteAsync(1, NpgsqlDbType.Integer, cancellation);
            await import.WriteAsync(row % 1000, NpgsqlDbType.Integer, cancellation);
            await import.WriteAsync(now, NpgsqlDbType.TimestampTz, cancellation);
            await import.WriteAsync(first + row, NpgsqlDbType.Bigint, cancellation);
            await import.WriteAsync(Payloads.Normal.Length, NpgsqlDbType.Integer, cancellation);
            await import.WriteAsync(Payloads.Normal, NpgsqlDbType.Jsonb, cancellation);
        }
        await import.CompleteAsync(cancellation);
    }
}

/// <summary>How many rows were committed, and how long it took.</summary>
internal sealed record CopyResult(long Rows, double Seconds);
