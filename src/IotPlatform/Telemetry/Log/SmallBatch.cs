using System.Text;
using Npgsql;
using NpgsqlTypes;

namespace IotPlatform.Telemetry;

/// <summary>
/// Puts few rows into the log with one statement, which is a transaction of its own: one trip to the server where a COPY takes four. What a
/// COPY saves with each row is less than that up to <see cref="MostRows"/>.
/// </summary>
public sealed class SmallBatch : IDisposable
{
    /// <summary>From more rows on a COPY is cheaper.</summary>
    public const int MostRows = 32;

    private static readonly NpgsqlDbType[] Types =
    [
        .. BatchHeader.Types,
        .. new[]
        {
            NpgsqlDbType.Bigint, NpgsqlDbType.TimestampTz, NpgsqlDbType.TimestampTz, NpgsqlDbType.Integer, NpgsqlDbType.Integer, NpgsqlDbType.Text,
            NpgsqlDbType.Text, NpgsqlDbType.Text,
        }.Select(type => NpgsqlDbType.Array | type),
    ];

    private readonly NpgsqlCommand _command;

    private SmallBatch(NpgsqlCommand command) => _command = command;

    /// <summary>Prepares the statement on a connection.</summary>
    public static async Task<SmallBatch> PrepareAsync(NpgsqlConnection connection, CancellationToken cancellation)
    {
        var command = new NpgsqlCommand(
            $"""
            with header as ({BatchHeader.Insert} returning first_seq)
            insert into iot.telemetry_log (seq, received_at, ts, device_key, bytes, topic, error, values)
            select seq, row.received_at, ts, device_key, size, topic, error, json::json from header,
                unnest($7, $8, $9, $10, $11, $12, $13, $14) as row (seq, received_at, ts, device_key, size, topic, error, json)
            """, connection);
        foreach (var type in Types) command.Parameters.Add(new NpgsqlParameter { NpgsqlDbType = type });
        await command.PrepareAsync(cancellation);
        return new SmallBatch(command);
    }

    /// <summary>Commits the rows, unless an earlier attempt did.</summary>
    public Task CommitAsync(ReadOnlyMemory<TelemetryRecord> records, CancellationToken cancellation)
    {
        object[] values = [.. BatchHeader.Of(records.Span), .. ColumnsOf(records.ToArray())];
        for (var i = 0; i < values.Length; i++) _command.Parameters[i].Value = values[i];
        return _command.ExecuteNonQueryAsync(cancellation);
    }

    /// <inheritdoc/>
    public void Dispose() => _command.Dispose();

    private static object[] ColumnsOf(TelemetryRecord[] records) =>
    [
        records.Select(r => r.Seq).ToArray(),
        records.Select(r => r.ReceivedAt.ToDateTimeUtc()).ToArray(),
        records.Select(r => r.Timestamp.ToDateTimeUtc()).ToArray(),
        records.Select(r => r.Device.Key).ToArray(),
        records.Select(r => r.Bytes).ToArray(),
        records.Select(r => r.Topic).ToArray(),
        records.Select(r => r.Error == PayloadError.None ? null : r.Error.ToString()).ToArray(),
        records.Select(r => r.Json.IsEmpty ? null : Encoding.UTF8.GetString(r.Json.Span)).ToArray(),
    ];
}
