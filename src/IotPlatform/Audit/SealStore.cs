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
        if ((Seal.Number, Seal.After, Seal.Previous) != ((before?.Seal.Number ?? 0) + 1, before?.Seal.Through ?? 0, before?.Hash ?? default))
            yield return Finding.OfSeal(Seal, "does not follow from the one before it");
    }
}

/// <summary>Reads seals.</summary>
public sealed class SealStore(NpgsqlDataSource database)
{
    private const string Columns = "customer, number, sealed_at, after, through, events, root, previous, hash";

    /// <summary>The seals of a customer, or of all, oldest first, as the connection's transaction sees them.</summary>
    public static Task<IReadOnlyList<StoredSeal>> ReadAsync(NpgsqlConnection connection, string? customer, CancellationToken cancellation) =>
        ReadAsync(new NpgsqlCommand(
            $"select {Columns} from iot.seal where $1::text is null or customer = $1 order by customer, number", connection), customer, cancellation);

    /// <summary>The latest seal of a customer, or of each.</summary>
    public Task<IReadOnlyList<StoredSeal>> LatestAsync(string? customer, CancellationToken cancellation) => ReadAsync(database.CreateCommand(
        $"select distinct on (customer) {Columns} from iot.seal where $1::text is null or customer = $1 order by customer, number desc"),
        customer, cancellation);

    /// <summary>
    /// The seals of a customer from the one that holds the place <paramref name="first"/> to the one that holds <paramref name="last"/>, or
    /// on to the seal of number <paramref name="to"/>.
    /// </summary>
    public static async Task<IReadOnlyList<StoredSeal>> ReadAsync(
        NpgsqlConnection connection, string customer, long first, long last, long to, CancellationToken cancellation)
    {
        var query = new NpgsqlCommand(
            $"select {Columns} from iot.seal where customer = $1 and through >= $2 and (after < $3 or number <= $4) order by number", connection);
        query.Parameters.AddRange(new NpgsqlParameter[] { new() { Value = customer }, new() { Value = first }, new() { Value = last }, new() { Value = to } });
        return await ReadAsync(query, cancellation);
    }

    /// <summary>The latest seals that no receiver has taken yet.</summary>
    public async Task<IReadOnlyList<Seal>> UnpublishedAsync(CancellationToken cancellation)
    {
        var latest = await ReadAsync(database.CreateCommand(
            $"""
            select {Columns} from (select distinct on (customer) * from iot.seal order by customer, number desc) latest
            where not is_published and $1::text is null
            """), null, cancellation);
        return [.. latest.Select(stored => stored.Seal)];
    }

    /// <summary>A receiver has taken the seal.</summary>
    public async Task MarkPublishedAsync(Seal seal, CancellationToken cancellation)
    {
        await using var command = database.CreateCommand("update iot.seal set is_published = true where customer = $1 and number = $2");
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = seal.Customer });
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = seal.Number });
        await command.ExecuteNonQueryAsync(cancellation);
    }

    private static Task<IReadOnlyList<StoredSeal>> ReadAsync(NpgsqlCommand query, string? customer, CancellationToken cancellation)
    {
        query.Parameters.Add(new NpgsqlParameter { Value = (object?)customer ?? DBNull.Value, NpgsqlDbType = NpgsqlTypes.NpgsqlDbType.Text });
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

    private static StoredSeal Read(NpgsqlDataReader row) => new(
        new(
            row.GetString(0), row.GetInt64(1), Instant.FromDateTimeUtc(row.GetDateTime(2)), row.GetInt64(3), row.GetInt64(4), row.GetInt64(5),
            Hash.From(row.GetFieldValue<byte[]>(6)), row.IsDBNull(7) ? default : Hash.From(row.GetFieldValue<byte[]>(7))),
        Hash.From(row.GetFieldValue<byte[]>(8)));
}
