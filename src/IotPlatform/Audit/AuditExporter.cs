using System.Data;
using NodaTime;
using Npgsql;

namespace IotPlatform.Audit;

/// <summary>Writes a stream down with all that proves it.</summary>
public sealed class AuditExporter(NpgsqlDataSource database, IClock clock)
{
    /// <summary>
    /// The stream with its chain, and the seals that hold it; null where an event is gone whose link is there, since a file without it
    /// could not tell.
    /// </summary>
    /// <param name="toSeal">
    /// The number of a seal, say one that was published, up to which seals are added; 0: the last one that holds an event.
    /// </param>
    public async Task<AuditFile?> ExportAsync(string customer, string stream, long toSeal, CancellationToken cancellation)
    {
        await using var connection = await database.OpenConnectionAsync(cancellation);
        await using var moment = await connection.BeginTransactionAsync(IsolationLevel.RepeatableRead, cancellation);
        var reader = new ChainReader(connection, new(customer, stream));
        var (beginsAfter, _) = await reader.StateAsync(cancellation);
        List<ChainRow> rows = [];
        await foreach (var row in reader.RowsAsync(cancellation)) rows.Add(row);
        if (rows.Count == 0 || rows.Exists(row => row.Event is null)) return null;
        var (first, last) = (rows.Min(row => row.Sequence), rows.Max(row => row.Sequence));
        var seals = await SealStore.ReadAsync(connection, customer, first, last, toSeal, cancellation);
        var proofs = await ProofsAsync(connection, customer, rows, seals, cancellation);
        return new(
            AuditFile.CurrentFormat, clock.GetCurrentInstant(), customer, stream, beginsAfter,
            [.. rows.Select(row => FiledEvent.Of(row, proofs.GetValueOrDefault(row.Sequence)))], [.. seals.Select(FiledSeal.Of)]);
    }

    private static async Task<Dictionary<long, SealProof>> ProofsAsync(
        NpgsqlConnection connection, string customer, List<ChainRow> rows, IReadOnlyList<StoredSeal> seals, CancellationToken cancellation)
    {
        var proofs = new Dictionary<long, SealProof>();
        foreach (var seal in seals.Select(stored => stored.Seal))
        {
            var held = rows.Where(row => row.Link is not null && row.Sequence > seal.After && row.Sequence <= seal.Through).ToList();
            if (held.Count == 0) continue;
            var (sequences, leaves) = await LeavesAsync(connection, customer, seal, cancellation);
            foreach (var row in held)
            {
                var index = sequences.BinarySearch(row.Sequence);
                proofs[row.Sequence] = new(seal.Number, index, [.. MerkleTree.Prove(leaves, index).Select(hash => hash.ToString())]);
            }
        }
        return proofs;
    }

    private static async Task<(List<long> Sequences, List<Hash> Leaves)> LeavesAsync(
        NpgsqlConnection connection, string customer, Seal seal, CancellationToken cancellation)
    {
        await using var command = AuditSql.Command(
            connection, "select sequence, hash from iot.event_link where customer = $1 and sequence > $2 and sequence <= $3 order by sequence",
            customer, seal.After, seal.Through);
        await using var rows = await command.ExecuteReaderAsync(cancellation);
        var (sequences, leaves) = (new List<long>(), new List<Hash>());
        while (await rows.ReadAsync(cancellation))
        {
            sequences.Add(rows.GetInt64(0));
            leaves.Add(AuditSql.HashOf(rows, 1));
        }
        return (sequences, leaves);
    }
}
