using System.Buffers;
using NodaTime;
using Npgsql;

namespace IotPlatform.Telemetry;

/// <summary>
/// Puts rows into the log, one transaction at a time, over a connection of its own: few with one statement, many with a COPY. For one
/// writer.
/// </summary>
public sealed class BatchStore(
    NpgsqlDataSource database, DayPartitions partitions, PackingFrontier packing, IClock clock) : IAsyncDisposable
{
    private const int BlockSize = 1_000_000;

    private readonly ArrayBufferWriter<byte> _buffer = new(1 << 16);
    private NpgsqlConnection? _connection;
    private NpgsqlCommand? _header;
    private SmallBatch? _small;
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
        if (records.Length <= SmallBatch.MostRows && Late(records).Count == 0) await CommitSmallAsync(connection, records, cancellation);
        else await CommitLargeAsync(connection, records, cancellation);
    }

    private async Task CommitSmallAsync(
        NpgsqlConnection connection, ReadOnlyMemory<TelemetryRecord> records, CancellationToken cancellation)
    {
        await _small!.CommitAsync(records, cancellation);
        // The statement may have been held up until its hour was packed; nothing is acknowledged before that is noted.
        await NoteLateAsync(connection, records, cancellation);
    }

    private async Task CommitLargeAsync(
        NpgsqlConnection connection, ReadOnlyMemory<TelemetryRecord> records, CancellationToken cancellation)
    {
        await using var transaction = await connection.BeginTransactionAsync(cancellation);
        if (await InsertHeaderAsync(records, cancellation)) await CopyAsync(connection, records, cancellation);
        // Asked for while the header row is locked, which the packing of an hour waits for.
        await NoteLateAsync(connection, records, cancellation);
        await transaction.CommitAsync(cancellation);
    }

    private List<(int Device, long Hour, long FirstSeq, long LastSeq)> Late(ReadOnlyMemory<TelemetryRecord> records) =>
        LateHours.Of(records.Span, packing.Until, clock.GetCurrentInstant());

    private async Task NoteLateAsync(NpgsqlConnection connection, ReadOnlyMemory<TelemetryRecord> records, CancellationToken cancellation)
    {
        if (Late(records) is { Count: > 0 } late) await LateHours.NoteAsync(connection, late, clock.GetCurrentInstant(), cancellation);
    }

    /// <summary>Drops the connection after a failure; the next commit opens another.</summary>
    public async Task DisconnectAsync()
    {
        var connection = _connection;
        _connection = null;
        _header?.Dispose();
        _header = null;
        _small?.Dispose();
        _small = null;
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
        _small = await SmallBatch.PrepareAsync(connection, cancellation);
        return connection;
    }

    private static NpgsqlCommand HeaderCommand(NpgsqlConnection connection)
    {
        var command = new NpgsqlCommand(BatchHeader.Insert, connection);
        foreach (var type in BatchHeader.Types) command.Parameters.Add(new NpgsqlParameter { NpgsqlDbType = type });
        return command;
    }

    private async Task<bool> InsertHeaderAsync(ReadOnlyMemory<TelemetryRecord> records, CancellationToken cancellation)
    {
        object[] values = BatchHeader.Of(records.Span);
        for (var i = 0; i < values.Length; i++) _header!.Parameters[i].Value = values[i];
        return await _header!.ExecuteNonQueryAsync(cancellation) == 1;
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
