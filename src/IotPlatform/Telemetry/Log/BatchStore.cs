using System.Buffers;
using NodaTime;
using Npgsql;
using NpgsqlTypes;

namespace IotPlatform.Telemetry;

/// <summary>
/// Puts rows into the log, one transaction and one COPY at a time, over a connection of its own. For one writer.
/// The header row goes first: it makes a repeat after an unknown outcome harmless, since it waits for, and then sees, its first self.
/// </summary>
public sealed class BatchStore(NpgsqlDataSource database, DayPartitions partitions, IClock clock) : IAsyncDisposable
{
    private const int BlockSize = 1_000_000;

    private readonly ArrayBufferWriter<byte> _buffer = new(1 << 16);
    private NpgsqlConnection? _connection;
    private NpgsqlCommand? _header;
    private long _nextSeq;
    private long _endSeq;

    /// <summary>
    /// Takes the next <paramref name="rows"/> sequence numbers and gives the first. They come in blocks from PostgreSQL, so that they
    /// rise over restarts too, and need no answer from the database for each batch.
    /// </summary>
    public async ValueTask<long> TakeSeqAsync(int rows, CancellationToken cancellation)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(rows, BlockSize);
        if (_endSeq - _nextSeq < rows)
        {
            await using var command = database.CreateCommand("select nextval('iot.telemetry_blocks')");
            var block = (long)(await command.ExecuteScalarAsync(cancellation))!;
            _nextSeq = block * BlockSize;
            _endSeq = _nextSeq + BlockSize;
        }
        var first = _nextSeq;
        _nextSeq += rows;
        return first;
    }

    /// <summary>Commits the rows; those of an earlier attempt that did commit are not written twice.</summary>
    public async Task CommitAsync(ReadOnlyMemory<TelemetryRecord> records, CancellationToken cancellation)
    {
        var connection = await ConnectAsync(cancellation);
        await partitions.EnsureAsync(records, cancellation);
        await using var transaction = await connection.BeginTransactionAsync(cancellation);
        if (await InsertHeaderAsync(records, cancellation))
        {
            // Asked for after the header row, whose lock the packing of an hour waits for.
            var now = clock.GetCurrentInstant();
            await CopyAsync(connection, records, cancellation);
            if (LateHours.Of(records.Span, now) is { Count: > 0 } late) await LateHours.NoteAsync(connection, late, now, cancellation);
        }
        await transaction.CommitAsync(cancellation);
    }

    /// <summary>Drops the connection after a failure; the next commit opens another.</summary>
    public async Task DisconnectAsync()
    {
        var connection = _connection;
        _connection = null;
        _header?.Dispose();
        _header = null;
        if (connection is not null) await connection.DisposeAsync();
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync() => await DisconnectAsync();

    private async ValueTask<NpgsqlConnection> ConnectAsync(CancellationToken cancellation)
    {
        if (_connection is not null) return _connection;
        var connection = await database.OpenConnectionAsync(cancellation);
        _connection = connection;
        // An acknowledgement says "on disk"; a server set up to commit asynchronously would make that untrue.
        await using var durable = new NpgsqlCommand(
            "select set_config('synchronous_commit', 'on', false) where current_setting('synchronous_commit') = 'off'", connection);
        await durable.ExecuteNonQueryAsync(cancellation);
        _header = HeaderCommand(connection);
        await _header.PrepareAsync(cancellation);
        return connection;
    }

    private static NpgsqlCommand HeaderCommand(NpgsqlConnection connection)
    {
        var command = new NpgsqlCommand(
            """
            insert into iot.telemetry_batches (first_seq, last_seq, received_at, first_received_at, last_received_at, messages, bytes)
            values ($1, $2, $3, $3, $4, $5, $6) on conflict do nothing
            """, connection);
        NpgsqlDbType[] types =
            [NpgsqlDbType.Bigint, NpgsqlDbType.Bigint, NpgsqlDbType.TimestampTz, NpgsqlDbType.TimestampTz, NpgsqlDbType.Integer, NpgsqlDbType.Bigint];
        foreach (var type in types) command.Parameters.Add(new NpgsqlParameter { NpgsqlDbType = type });
        return command;
    }

    private async Task<bool> InsertHeaderAsync(ReadOnlyMemory<TelemetryRecord> records, CancellationToken cancellation)
    {
        object[] values = [.. HeaderOf(records.Span)];
        for (var i = 0; i < values.Length; i++) _header!.Parameters[i].Value = values[i];
        return await _header!.ExecuteNonQueryAsync(cancellation) == 1;
    }

    private static object[] HeaderOf(ReadOnlySpan<TelemetryRecord> records)
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

    private async Task CopyAsync(NpgsqlConnection connection, ReadOnlyMemory<TelemetryRecord> records, CancellationToken cancellation)
    {
        _buffer.ResetWrittenCount();
        CopyEncoder.Encode(records.Span, _buffer);
        // Its disposal is what ends the COPY and waits for the server's verdict.
        await using var copy = await connection.BeginRawBinaryCopyAsync(CopyEncoder.Command, cancellation);
        await copy.WriteAsync(_buffer.WrittenMemory, cancellation);
    }
}
