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
        await using var state = AuditSql.Command(connection, "select sealed_through from iot.audit_state for update");
        var after = (long)(await state.ExecuteScalarAsync(cancellation))!;
        if (through <= after) return [];
        var trees = await TreesAsync(connection, after, through, cancellation);
        var seals = await SealStore.AddAsync(connection, trees, through, clock.GetCurrentInstant(), cancellation);
        await using var advance = AuditSql.Command(connection, "update iot.audit_state set sealed_through = $1", through);
        await advance.ExecuteNonQueryAsync(cancellation);
        await transaction.CommitAsync(cancellation);
        return seals;
    }

    // A place in the store is given before its transaction commits, so a lower one may turn up later than a higher one. When all who could
    // have got one by now have ended, none can turn up any more.
    private async Task<long?> SettledAsync(NpgsqlConnection connection, CancellationToken cancellation)
    {
        await using var look = AuditSql.Command(
            connection, "select (select max(sequence) from iot.event_link), pg_snapshot_xmax(pg_current_snapshot())::text");
        await using var row = await look.ExecuteReaderAsync(cancellation);
        await row.ReadAsync(cancellation);
        if (row.IsDBNull(0)) return null;
        var (last, next) = (row.GetInt64(0), row.GetString(1));
        await row.CloseAsync();
        await using var haveEnded = AuditSql.Command(connection, "select pg_snapshot_xmin(pg_current_snapshot()) >= $1::xid8", next);
        for (var waited = TimeSpan.Zero; waited < Patience; waited += Pause)
        {
            if (await haveEnded.ExecuteScalarAsync(cancellation) is true) return last;
            await Task.Delay(Pause, time, cancellation);
        }
        return null;
    }

    private static async Task<SortedDictionary<string, MerkleTree>> TreesAsync(
        NpgsqlConnection connection, long after, long through, CancellationToken cancellation)
    {
        await using var links = AuditSql.Command(
            connection, "select customer, hash from iot.event_link where sequence > $1 and sequence <= $2 order by sequence", after, through);
        await using var rows = await links.ExecuteReaderAsync(cancellation);
        var trees = new SortedDictionary<string, MerkleTree>(StringComparer.Ordinal);
        while (await rows.ReadAsync(cancellation))
        {
            var customer = rows.GetString(0);
            if (!trees.TryGetValue(customer, out var tree)) trees.Add(customer, tree = new());
            tree.Add(AuditSql.HashOf(rows, 1));
        }
        return trees;
    }
}
