using NodaTime;
using Npgsql;

namespace IotPlatform.Audit;

/// <summary>A seal as it is stored, with the hash that was stored with it.</summary>
public sealed record StoredSeal(Seal Seal, Hash Hash)
{
    /// <summary>What is wrong with it, given the seal before it; none before the first of a customer.</summary>
    public IEnumerable<Finding> Faults(StoredSeal? before)
    {
        if (Seal.Digest() != Hash) yield return Finding.OfSeal(Seal, "is not what was written");
        var (number, after, previous) = ((before?.Seal.Number ?? 0) + 1, before?.Seal.Through ?? 0, before?.Hash ?? default);
        if ((Seal.Number, Seal.After, Seal.Previous) != (number, after, previous))
            yield return Finding.OfSeal(Seal, "does not follow from the one before it");
    }
}

/// <summary>Keeps seals.</summary>
public sealed class SealStore(NpgsqlDataSource database)
{
    private const string Columns = "customer, number, sealed_at, after, through, events, root, previous, hash";
    private const string Mine = "$1::text is null or customer = $1";

    private const string Latest = $"""
        select {Columns} from (select distinct on (customer) * from iot.seal where {Mine} order by customer, number desc) latest
        """;

    // By the key for each customer, however many seals there are.
    private const string LatestOf = $"""
        select {Columns} from unnest($1) c (id)
        cross join lateral (select * from iot.seal where customer = c.id order by number desc limit 1) latest
        """;

    /// <summary>The seals of a customer, or of all, oldest first, as the connection's transaction sees them.</summary>
    public static Task<IReadOnlyList<StoredSeal>> ReadAsync(
        NpgsqlConnection connection, string? customer, CancellationToken cancellation) =>
        ReadAsync(
            new NpgsqlCommand($"select {Columns} from iot.seal where {Mine} order by customer, number", connection), customer, cancellation);

    /// <summary>
    /// The seals of a customer from the one that holds the place <paramref name="first"/> to the one that holds <paramref name="last"/>, or
    /// on to the seal of number <paramref name="to"/>.
    /// </summary>
    public static Task<IReadOnlyList<StoredSeal>> ReadAsync(
        NpgsqlConnection connection, string customer, long first, long last, long to, CancellationToken cancellation) => ReadAsync(
        AuditSql.Command(
            connection,
            $"select {Columns} from iot.seal where customer = $1 and through >= $2 and (after < $3 or number <= $4) order by number",
            customer, first, last, to),
        cancellation);

    /// <summary>Adds the next seal of each customer, over the links in its tree, in the connection's transaction.</summary>
    public static async Task<IReadOnlyList<Seal>> AddAsync(
        NpgsqlConnection connection, IReadOnlyDictionary<string, MerkleTree> trees, long through, Instant now, CancellationToken cancellation)
    {
        var latest = await ReadAsync(AuditSql.Command(connection, LatestOf, (object)trees.Keys.ToArray()), cancellation);
        var last = latest.ToDictionary(stored => stored.Seal.Customer);
        List<Seal> seals = [.. trees.Select(own => Next(own.Key, own.Value, last.GetValueOrDefault(own.Key), through, now))];
        await using var batch = new NpgsqlBatch(connection);
        foreach (var seal in seals) batch.BatchCommands.Add(Insert(seal));
        await batch.ExecuteNonQueryAsync(cancellation);
        return seals;
    }

    /// <summary>The latest seal of a customer, or of each.</summary>
    public Task<IReadOnlyList<StoredSeal>> LatestAsync(string? customer, CancellationToken cancellation) =>
        ReadAsync(database.CreateCommand(Latest), customer, cancellation);

    /// <summary>The latest seals that no receiver has taken yet.</summary>
    public async Task<IReadOnlyList<Seal>> UnpublishedAsync(CancellationToken cancellation) =>
        [.. (await ReadAsync(database.CreateCommand($"{Latest} where not is_published"), null, cancellation)).Select(stored => stored.Seal)];

    /// <summary>A receiver has taken the seal.</summary>
    public async Task MarkPublishedAsync(Seal seal, CancellationToken cancellation)
    {
        await using var connection = await database.OpenConnectionAsync(cancellation);
        await using var command = AuditSql.Command(
            connection, "update iot.seal set is_published = true where customer = $1 and number = $2", seal.Customer, seal.Number);
        await command.ExecuteNonQueryAsync(cancellation);
    }

    private static Seal Next(string customer, MerkleTree tree, StoredSeal? last, long through, Instant now) => new(
        customer, (last?.Seal.Number ?? 0) + 1, now, last?.Seal.Through ?? 0, through, tree.Count, tree.Root, last?.Hash ?? default);

    private static NpgsqlBatchCommand Insert(Seal seal)
    {
        var command = new NpgsqlBatchCommand($"insert into iot.seal ({Columns}) values ($1, $2, $3, $4, $5, $6, $7, $8, $9)");
        object[] values =
        [
            seal.Customer, seal.Number, seal.SealedAt.ToDateTimeUtc(), seal.After, seal.Through, seal.Events, seal.Root.Bytes.ToArray(),
            seal.Previous.IsNone ? DBNull.Value : seal.Previous.Bytes.ToArray(), seal.Digest().Bytes.ToArray(),
        ];
        foreach (var value in values) command.Parameters.Add(new NpgsqlParameter { Value = value });
        return command;
    }

    private static Task<IReadOnlyList<StoredSeal>> ReadAsync(NpgsqlCommand query, string? customer, CancellationToken cancellation)
    {
        query.Parameters.Add(AuditSql.Text(customer));
        return ReadAsync(query, cancellation);
    }

    private static async Task<IReadOnlyList<StoredSeal>> ReadAsync(NpgsqlCommand query, CancellationToken cancellation)
    {
        await using var command = query;
        await using var rows = await command.ExecuteReaderAsync(cancellation);
        List<StoredSeal> seals = [];
        while (await rows.ReadAsync(cancellation)) seals.Add(Read(rows));
        return seals;
    }

    private static StoredSeal Read(NpgsqlDataReader row)
    {
        var (root, previous) = (AuditSql.HashOf(row, 6), AuditSql.HashOf(row, 7));
        var sealedAt = Instant.FromDateTimeUtc(row.GetDateTime(2));
        var seal = new Seal(row.GetString(0), row.GetInt64(1), sealedAt, row.GetInt64(3), row.GetInt64(4), row.GetInt64(5), root, previous);
        return new(seal, AuditSql.HashOf(row, 8));
    }
}
