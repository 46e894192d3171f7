using System.Runtime.CompilerServices;
using IotPlatform.Devices;
using NodaTime;
using Npgsql;

namespace IotPlatform.Telemetry;

/// <summary>Reads the log in the order in which it was committed.</summary>
public sealed class TelemetryLog(NpgsqlDataSource database)
{
    private const int PageSize = 5_000;

    /// <summary>
    /// The records after a position, to the log's present end; the same that consumers got live. Records of devices that the directory
    /// does not know are left out.
    /// </summary>
    public async IAsyncEnumerable<TelemetryRecord> ReadFromAsync(
        long afterSeq, IDeviceDirectory directory, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var known = new Dictionary<int, DeviceHandle?>();
        if (await FirstReceiptAfterAsync(afterSeq, cancellation) is not { } receivedFrom) yield break;
        while (true)
        {
            var page = await ReadPageAsync(afterSeq, receivedFrom, cancellation);
            foreach (var record in page)
            {
                if (!known.TryGetValue(record.Device.Key, out var device))
                    known[record.Device.Key] = device = await directory.FindAsync(record.Device.Key, cancellation);
                if (device is not null) yield return record with { Device = device };
            }
            if (page.Count < PageSize) yield break;
            afterSeq = page[^1].Seq;
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

    /// <summary>Deletes the rows of a deleted device.</summary>
    public async Task EraseAsync(int deviceKey, CancellationToken cancellation)
    {
        await using var command = database.CreateCommand("delete from iot.telemetry_log where device_key = $1");
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = deviceKey });
        command.CommandTimeout = 0;
        await command.ExecuteNonQueryAsync(cancellation);
    }

    /// <summary>
    /// From where on partitions have to be read; null if there is nothing. A day of margin costs one look into one index, and covers a
    /// clock that was set back.
    /// </summary>
    private async Task<DateTime?> FirstReceiptAfterAsync(long afterSeq, CancellationToken cancellation)
    {
        await using var command = database.CreateCommand(
            """
            select first_received_at - interval '1 day' from iot.telemetry_batches
            where first_seq > $1 - 1000000 and last_seq > $1 order by first_seq limit 1
            """);
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = afterSeq });
        return await command.ExecuteScalarAsync(cancellation) as DateTime?;
    }

    private async Task<List<TelemetryRecord>> ReadPageAsync(long afterSeq, DateTime receivedFrom, CancellationToken cancellation)
    {
        await using var command = database.CreateCommand(
            $"""
            select seq, received_at, ts, device_key, bytes, topic, error, values from iot.telemetry_log
            where seq > $1 and received_at >= $2 order by seq limit {PageSize}
            """);
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = afterSeq });
        command.Parameters.Add(new NpgsqlParameter<DateTime> { TypedValue = receivedFrom });
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        var page = new List<TelemetryRecord>();
        while (await reader.ReadAsync(cancellation)) page.Add(ReadRecord(reader));
        return page;
    }

    private static TelemetryRecord ReadRecord(NpgsqlDataReader row)
    {
        var topic = row.IsDBNull(5) ? null : row.GetString(5);
        var json = row.IsDBNull(7) ? [] : row.GetFieldValue<byte[]>(7);
        return new TelemetryRecord(
            row.GetInt64(0),
            new DeviceHandle(row.GetInt32(3), "", ""),
            Instant.FromDateTimeUtc(row.GetDateTime(1)),
            Instant.FromDateTimeUtc(row.GetDateTime(2)),
            row.GetInt32(4),
            topic,
            row.IsDBNull(6) ? PayloadError.None : Enum.Parse<PayloadError>(row.GetString(6)),
            topic is null && json.Length > 0 ? SampleJson.Read(json) : [],
            json);
    }
}
