using System.Runtime.CompilerServices;
using IotPlatform.Devices;
using Npgsql;

namespace IotPlatform.Telemetry;

/// <summary>Reads the log in the order in which it was committed.</summary>
public sealed class TelemetryLog(NpgsqlDataSource database)
{
    private const int PageRows = 10_000;

    /// <summary>
    /// The records after a position, to the log's present end; the same that consumers got live. Records of devices that the directory
    /// does not know are left out.
    /// </summary>
    public async IAsyncEnumerable<TelemetryRecord> ReadFromAsync(
        long afterSeq, IDeviceDirectory directory, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var known = new Dictionary<int, DeviceHandle?>();
        await ExecuteAsync("select iot.telemetry_summarize()", cancellation);
        while (await NextStretchAsync(afterSeq, cancellation) is { } stretch)
        {
            foreach (var record in await ReadAsync(stretch, cancellation))
            {
                if (!known.TryGetValue(record.Device.Key, out var device))
                    known[record.Device.Key] = device = await directory.FindAsync(record.Device.Key, cancellation);
                if (device is not null) yield return record with { Device = device };
            }
            afterSeq = stretch.LastSeq;
        }
    }

    /// <summary>Waits until no transaction of a writer is under way, also not one that a killed process left behind.</summary>
    public async Task AwaitWritersAsync(CancellationToken cancellation)
    {
        await using var connection = await database.OpenConnectionAsync(cancellation);
        await using var transaction = await connection.BeginTransactionAsync(cancellation);
        await using var command = new NpgsqlCommand("lock table iot.telemetry_batches in share mode", connection);
        await command.ExecuteNonQueryAsync(cancellation);
        await transaction.CommitAsync(cancellation);
    }

    private async Task ExecuteAsync(string sql, CancellationToken cancellation)
    {
        await using var command = database.CreateCommand(sql);
        await command.ExecuteNonQueryAsync(cancellation);
    }

    /// <summary>The next batches that make about a page; null at the end of the log.</summary>
    private async Task<Stretch?> NextStretchAsync(long afterSeq, CancellationToken cancellation)
    {
        // No batch has more rows than a block has numbers, so the primary key finds the first that ends after the position.
        await using var command = database.CreateCommand(
            """
            select first_seq, last_seq, first_received_at, last_received_at from iot.telemetry_batches
            where first_seq > $1 - 1000000 and last_seq > $1 order by first_seq limit 1000
            """);
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = afterSeq });
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        Stretch? stretch = null;
        var rows = 0L;
        while (rows < PageRows && await reader.ReadAsync(cancellation))
        {
            var batch = new Stretch(
                Math.Max(reader.GetInt64(0), afterSeq + 1), reader.GetInt64(1), reader.GetDateTime(2), reader.GetDateTime(3));
            rows += batch.LastSeq - batch.FirstSeq + 1;
            stretch = stretch?.To(batch) ?? batch;
        }
        return stretch;
    }

    private async Task<List<TelemetryRecord>> ReadAsync(Stretch stretch, CancellationToken cancellation)
    {
        await using var command = database.CreateCommand(
            $"""
            select {LogRow.Columns} from iot.telemetry_log
            where seq between $1 and $2 and received_at between $3 and $4 order by seq
            """);
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = stretch.FirstSeq });
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = stretch.LastSeq });
        command.Parameters.Add(new NpgsqlParameter<DateTime> { TypedValue = stretch.FirstReceived });
        command.Parameters.Add(new NpgsqlParameter<DateTime> { TypedValue = stretch.LastReceived });
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        var records = new List<TelemetryRecord>();
        while (await reader.ReadAsync(cancellation)) records.Add(LogRow.Read(reader));
        return records;
    }

    /// <summary>Consecutive batches; their times of receipt name the partitions to look into.</summary>
    private sealed record Stretch(long FirstSeq, long LastSeq, DateTime FirstReceived, DateTime LastReceived)
    {
        // A clock that was set back in between makes the later batch the earlier one.
        public Stretch To(Stretch next) => new(FirstSeq, next.LastSeq,
            FirstReceived < next.FirstReceived ? FirstReceived : next.FirstReceived,
            LastReceived > next.LastReceived ? LastReceived : next.LastReceived);
    }
}
