using System.Data;
using Npgsql;

namespace IotPlatform.Audit;

/// <summary>Holds the whole store against its chains and seals, as it stands at one moment; the platform may go on meanwhile.</summary>
public sealed class AuditVerifier(NpgsqlDataSource database)
{
    /// <summary>Looks at everything in <paramref name="scope"/>, and at all seals of the customers whose it is.</summary>
    /// <param name="published">Hashes of seals that somebody kept, by number; of one customer.</param>
    public async Task<AuditReport> VerifyAsync(AuditScope scope, IReadOnlyDictionary<long, Hash> published, CancellationToken cancellation)
    {
        await using var connection = await database.OpenConnectionAsync(cancellation);
        await using var moment = await connection.BeginTransactionAsync(IsolationLevel.RepeatableRead, cancellation);
        return await VerifyAsync(connection, scope, published, cancellation);
    }

    /// <summary>The same, as the connection's transaction sees the store.</summary>
    public static async Task<AuditReport> VerifyAsync(
        NpgsqlConnection connection, AuditScope scope, IReadOnlyDictionary<long, Hash> published, CancellationToken cancellation)
    {
        var reader = new ChainReader(connection, scope);
        var state = await reader.StateAsync(cancellation);
        var chain = new ChainCheck(state.BeginsAfter);
        await foreach (var row in reader.RowsAsync(cancellation)) chain.Take(row);
        chain.End();
        List<Finding> findings = [.. chain.Findings];
        await foreach (var cut in reader.CutStreamsAsync(cancellation)) findings.Add(cut);
        var stored = await SealStore.ReadAsync(connection, scope.Customer, cancellation);
        var (checks, latest) = await CheckSealsAsync(reader, stored, published, cancellation);
        findings.AddRange(checks.SelectMany(check => check.Findings));
        if (scope.Customer is null && latest.Select(seal => seal.Through).Append(state.BeginsAfter).Max() < state.SealedThrough)
            findings.Add(SealsGone(state.SealedThrough));
        return new(
            chain.Streams, chain.Events, checks.Sum(check => check.Sealed), checks.Sum(check => check.Unsealed), chain.Unprotected, latest,
            findings);
    }

    private static Finding SealsGone(long through) => new(
        FindingKind.SealBroken, "", null, null, through, $"Events were sealed through {through}; the seal that did it is gone.");

    private static async Task<(IReadOnlyList<SealCheck> Checks, IReadOnlyList<PublishedSeal> Latest)> CheckSealsAsync(
        ChainReader reader, IReadOnlyList<StoredSeal> seals, IReadOnlyDictionary<long, Hash> published, CancellationToken cancellation)
    {
        var checks = seals.GroupBy(stored => stored.Seal.Customer)
            .ToDictionary(own => own.Key, own => new SealCheck(own.Key, [.. own], published));
        await foreach (var (customer, sequence, link) in reader.LinksAsync(cancellation))
        {
            if (!checks.TryGetValue(customer, out var check)) checks.Add(customer, check = new(customer, [], published));
            check.Take(sequence, link);
        }
        foreach (var check in checks.Values) check.End();
        return ([.. checks.Values], [.. seals.GroupBy(stored => stored.Seal.Customer, (_, own) => PublishedSeal.Of(own.Last().Seal))]);
    }
}
