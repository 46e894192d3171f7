using NodaTime;
using Npgsql;

namespace IotPlatform.Audit;

/// <summary>
/// Seals what was linked since the last time, customer by customer. It holds up no command: it waits until every transaction that might
/// still fill a place below the last one it saw has ended, and then only reads.
/// </summary>
public sealed class Sealer(NpgsqlDataSource database, IClock clock, TimeProvider time)
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(35);

    /// <summary>Seals all that is committed. The new seals; none if there is nothing new, or if a transaction does not end.</summary>
    public async Task<IReadOnlyList<Seal>> SealAsync(CancellationToken cancellation)
    {
        await using var connection = await database.OpenConnectionAsync(cancellation);
        if (await SettledAsync(connection, cancellation) is not { } through) return [];
        await using var transaction = await connection.BeginTransactionAsync(cancellation);
        // One node at a time: the next one sees what this one has sealed.
        var after = (long)(await Command(connection, "select sealed_through from iot.audit_state for update").ExecuteScalarAsync(cancellation))!;
        if (through <= after) return [];
        List<Seal> seals = [];
        foreach (var (customer, tree) in await TreesAsync(connection, after, through, cancellation))
            seals.Add(await AddAsync(connection, customer, tree, through, cancellation));
        await Command(connection, "update iot.audit_state set sealed_through = $1", through).ExecuteNonQueryAsync(cancellation);
        await transaction.CommitAsync(cancellation);
        return seals;
    }

    // A place in the store is given before its transaction commits, so a lower one may turn up later than a higher one. When all who could
    // have got one by now have ended, none can turn up any more.
    private async Task<long?> SettledAsync(NpgsqlConnection connection, CancellationToken cancellation)
    {
        await using var look = Command(connection, "select (select max(sequence) from iot.event_link), pg_snapshot_xmax(pg_current_snapshot())::text");
        await using var row = await look.ExecuteReaderAsync(cancellation);
        await row.ReadAsync(cancellation);
        if (row.IsDBNull(0)) return null;
        var (last, next) = (row.GetInt64(0), row.GetString(1));
        await row.CloseAsync();
        for (var waited = TimeSpan.Zero; waited < Patience; waited += Pause)
        {
            var ended = await Command(connection, "select pg_snapshot_xmin(pg_current_snapshot()) >= $1::xid8", next).ExecuteScalarAsync(cancellation);
            if (ended is true) return last;
            await Task.Delay(Pause, time, cancellation);
        }
        return null;
    }

    private static async Task<SortedDictionary<string, MerkleTree>> TreesAsync(
        NpgsqlConnection connection, long after, long through, CancellationToken cancellation)
    {
        await using var links = Command(
            connection, "select customer, hash from iot.event_link where sequence > $1 and sequence <= $2 order by sequence", after, through);
        await using var rows = await links.ExecuteReaderAsync(cancellation);
        var trees = new SortedDictionary<string, MerkleTree>(StringComparer.Ordinal);
        while (await rows.ReadAsync(cancellation))
        {
            var customer = rows.GetString(0);
            if (!trees.TryGetValue(customer, out var tree)) trees.Add(customer, tree = new());
            tree.Add(Hash.From(rows.GetFieldValue<byte[]>(1)));
        }
        return trees;
    }

    private async Task<Seal> AddAsync(
        NpgsqlConnection connection, string customer, MerkleTree tree, long through, CancellationToken cancellation)
    {
        var last = await LastAsync(connection, customer, cancellation);
        var seal = new Seal(customer, last.Number + 1, clock.GetCurrentInstant(), last.Through, through, tree.Count, tree.Root, last.Hash);
        await Command(
            connection, "insert into iot.seal values ($1, $2, $3, $4, $5, $6, $7, $8, $9)", customer, seal.Number, seal.SealedAt.ToDateTimeUtc(), seal.After,
            through, seal.Events, seal.Root.Bytes.ToArray(), last.Hash.IsNone ? DBNull.Value : last.Hash.Bytes.ToArray(), seal.Digest().Bytes.ToArray())
            .ExecuteNonQueryAsync(cancellation);
        return seal;
    }

    private static async Task<(long Number, long Through, Hash Hash)> LastAsync(NpgsqlConnection connection, string customer, CancellationToken cancellation)
    {
        await using var command = Command(connection, "select number, through, hash from iot.seal where customer = $1 order by number desc limit 1", customer);
        await using var row = await command.ExecuteReaderAsync(cancellation);
        return await row.ReadAsync(cancellation) ? (row.GetInt64(0), row.GetInt64(1), Hash.From(row.GetFieldValue<byte[]>(2))) : default;
    }

    private static NpgsqlCommand Command(NpgsqlConnection connection, string sql, params ReadOnlySpan<object> values)
    {
        var command = new NpgsqlCommand(sql, connection);
        foreach (var value in values) command.Parameters.Add(new NpgsqlParameter { Value = value });
        return command;
    }
}
