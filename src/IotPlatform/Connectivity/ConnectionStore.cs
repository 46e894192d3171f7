using IotPlatform.Devices;
using NodaTime;
using Npgsql;

namespace IotPlatform.Connectivity;

/// <summary>The connection log in PostgreSQL.</summary>
internal sealed class ConnectionStore(NpgsqlDataSource database, ConnectivitySettings settings)
{
    private const string InsertOpened = """
        insert into iot.connections (device_key, epoch, connected_at, opened_seq, client_address, protocol, node)
        select o.device_key, o.epoch, o.connected_at, o.seq, o.client_address, o.protocol, @node
        from unnest(@keys, @epochs, @times, @seqs, @addresses, @protocols) as o (device_key, epoch, connected_at, seq, client_address, protocol)
        on conflict do nothing
        """;

    private const string UpdateClosed = """
        update iot.connections c set disconnected_at = e.at, closed_seq = e.seq, clean = e.clean, reason = e.reason
        from unnest(@keys, @epochs, @times, @seqs, @cleans, @reasons) as e (device_key, epoch, at, seq, clean, reason)
        where c.device_key = e.device_key and c.epoch = e.epoch and c.disconnected_at is null
        """;

    // Other writers update many rows of this table in one transaction too: all take their locks in the order of the keys.
    private const string LockStates = "select from iot.device_state where device_key = any(@keys) order by device_key for no key update";

    private const string UpdateStates = """
        update iot.device_state d set
            is_connected = s.is_connected, session_epoch = s.epoch,
            last_connected_at = coalesce(s.connected_at, d.last_connected_at),
            last_disconnected_at = coalesce(s.disconnected_at, d.last_disconnected_at)
        from unnest(@keys, @epochs, @connected, @connected_at, @disconnected_at)
            as s (device_key, epoch, is_connected, connected_at, disconnected_at)
        where d.device_key = s.device_key and coalesce(d.session_epoch, 0) <= s.epoch
        """;

    private const string CloseLeftOpen = """
        with closed as (
            update iot.connections set
                disconnected_at = greatest(@at, connected_at), closed_seq = nextval('iot.connection_change'), clean = @clean, reason = @reason
            where node = @node and disconnected_at is null
            returning device_key, epoch, closed_seq),
        states as (
            update iot.device_state d set is_connected = false, last_disconnected_at = @at
            from closed c where d.device_key = c.device_key and d.session_epoch = c.epoch
            returning d.device_key, d.customer, d.device_id, c.epoch, c.closed_seq)
        select device_key, customer, device_id, epoch, closed_seq from states order by closed_seq
        """;

    private const string DeleteEnded = """
        delete from iot.connections where ctid = any(array(
            select ctid from iot.connections where disconnected_at < @before limit 10000))
        """;

    /// <summary>Writes entries in one transaction, with what they make of the devices' states. May be repeated after a failure.</summary>
    public async Task WriteAsync(IReadOnlyList<LogEntry> entries, CancellationToken cancellation)
    {
        await using var connection = await database.OpenConnectionAsync(cancellation).ConfigureAwait(false);
        await NumberAsync(connection, entries, cancellation).ConfigureAwait(false);

        await using var transaction = await connection.BeginTransactionAsync(cancellation).ConfigureAwait(false);
        await using var batch = new NpgsqlBatch(connection, transaction);
        AddOpened(batch, [.. entries.Where(x => x.End is null)]);
        AddClosed(batch, [.. entries.Where(x => x.End is not null)]);
        AddStates(batch, DeviceStateFold.Of(entries));
        await batch.ExecuteNonQueryAsync(cancellation).ConfigureAwait(false);
        await transaction.CommitAsync(cancellation).ConfigureAwait(false);
    }

    /// <summary>
    /// Closes the connections that an earlier run of this node left open, and answers those whose devices thereby went offline.
    /// </summary>
    public async Task<IReadOnlyList<ConnectionChange>> CloseLeftOpenAsync(ConnectionEnd end, CancellationToken cancellation)
    {
        await using var command = database.CreateCommand(CloseLeftOpen);
        command.Parameters.AddWithValue("at", end.At.ToDateTimeUtc());
        command.Parameters.AddWithValue("clean", end.IsClean);
        command.Parameters.AddWithValue("reason", end.Reason);
        command.Parameters.AddWithValue("node", settings.Node);
        await using var reader = await command.ExecuteReaderAsync(cancellation).ConfigureAwait(false);
        var closed = new List<ConnectionChange>();
        while (await reader.ReadAsync(cancellation).ConfigureAwait(false))
        {
            var device = new DeviceHandle(reader.GetInt32(0), reader.GetString(1), reader.GetString(2));
            closed.Add(new ConnectionChange(device, reader.GetInt64(3), reader.GetInt64(4), end.At, end));
        }

        return closed;
    }

    /// <summary>Deletes some of the connections that ended before; answers how many.</summary>
    public async Task<int> DeleteEndedAsync(Instant before, CancellationToken cancellation)
    {
        await using var command = database.CreateCommand(DeleteEnded);
        command.Parameters.AddWithValue("before", before.ToDateTimeUtc());
        return await command.ExecuteNonQueryAsync(cancellation).ConfigureAwait(false);
    }

    // Numbers come from the database, in the order of the entries, so that they rise from entry to entry over restarts and nodes.
    private static async Task NumberAsync(NpgsqlConnection connection, IReadOnlyList<LogEntry> entries, CancellationToken cancellation)
    {
        var unnumbered = entries.Where(x => x.Position is 0).ToList();
        if (unnumbered.Count is 0) return;
        await using var command = new NpgsqlCommand("""
            select nextval('iot.connection_change'), case when opens then nextval('iot.connection_epoch') end
            from unnest(@opens) with ordinality as entry (opens, place) order by place
            """, connection);
        command.Parameters.AddWithValue("opens", unnumbered.Select(x => x.End is null && x.Connection.Epoch is 0).ToArray());
        await using var reader = await command.ExecuteReaderAsync(cancellation).ConfigureAwait(false);
        foreach (var entry in unnumbered)
        {
            await reader.ReadAsync(cancellation).ConfigureAwait(false);
            entry.Position = reader.GetInt64(0);
            if (!reader.IsDBNull(1)) entry.Connection.Epoch = reader.GetInt64(1);
        }
    }

    private void AddOpened(NpgsqlBatch batch, LogEntry[] opened)
    {
        if (opened.Length is 0) return;
        var command = Add(batch, InsertOpened, opened);
        command.Parameters.AddWithValue("addresses", Array.ConvertAll(opened, x => x.Connection.Start.ClientAddress));
        command.Parameters.AddWithValue("protocols", Array.ConvertAll(opened, x => x.Connection.Start.Protocol));
        command.Parameters.AddWithValue("node", settings.Node);
    }

    private static void AddClosed(NpgsqlBatch batch, LogEntry[] closed)
    {
        if (closed.Length is 0) return;
        var command = Add(batch, UpdateClosed, closed);
        command.Parameters.AddWithValue("cleans", Array.ConvertAll(closed, x => x.End!.IsClean));
        command.Parameters.AddWithValue("reasons", Array.ConvertAll(closed, x => x.End!.Reason));
    }

    private static NpgsqlBatchCommand Add(NpgsqlBatch batch, string sql, LogEntry[] entries)
    {
        var command = new NpgsqlBatchCommand(sql);
        command.Parameters.AddWithValue("keys", Array.ConvertAll(entries, x => x.Connection.Start.Device.Key));
        command.Parameters.AddWithValue("epochs", Array.ConvertAll(entries, x => x.Connection.Epoch));
        command.Parameters.AddWithValue("times", Array.ConvertAll(entries, x => x.At.ToDateTimeUtc()));
        command.Parameters.AddWithValue("seqs", Array.ConvertAll(entries, x => x.Position));
        batch.BatchCommands.Add(command);
        return command;
    }

    private static void AddStates(NpgsqlBatch batch, SortedDictionary<int, DeviceStateFold> states)
    {
        int[] keys = [.. states.Keys];
        var locks = new NpgsqlBatchCommand(LockStates);
        locks.Parameters.AddWithValue("keys", keys);
        batch.BatchCommands.Add(locks);

        DeviceStateFold[] folds = [.. states.Values];
        var update = new NpgsqlBatchCommand(UpdateStates);
        update.Parameters.AddWithValue("keys", keys);
        update.Parameters.AddWithValue("epochs", Array.ConvertAll(folds, x => x.Epoch));
        update.Parameters.AddWithValue("connected", Array.ConvertAll(folds, x => x.IsConnected));
        update.Parameters.AddWithValue("connected_at", Array.ConvertAll(folds, x => x.ConnectedAt?.ToDateTimeUtc()));
        update.Parameters.AddWithValue("disconnected_at", Array.ConvertAll(folds, x => x.DisconnectedAt?.ToDateTimeUtc()));
        batch.BatchCommands.Add(update);
    }
}
