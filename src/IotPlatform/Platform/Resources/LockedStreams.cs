using System.Text.Json;
using Marten;
using Npgsql;

namespace IotPlatform.Platform;

/// <summary>A resource at a version that stays until the transaction ends.</summary>
public sealed record Locked<T>(string Id, T State, long Version);

/// <summary>
/// Streams that are held in a session's transaction. Whoever changes many of them locks them all, in the order of their ids; whoever only
/// refers to one holds it, so that it cannot be deleted before the reference is committed. What is referred to comes before what refers to
/// it, always: so nobody waits for somebody who waits for him.
/// </summary>
public static class LockedStreams
{
    /// <summary>Locks the living resources of these ids; ids that name none are missing from the answer.</summary>
    public static Task<IReadOnlyDictionary<string, Locked<T>>> TakeAsync<T>(
        IDocumentSession session, IReadOnlyCollection<string> ids, CancellationToken cancellation)
        where T : class, IResource<T> =>
        LivingAsync<T>(session, ids, "update", cancellation);

    /// <summary>Keeps a resource from being changed or deleted; null when there is none of this id.</summary>
    public static async Task<Locked<T>?> HoldAsync<T>(IDocumentSession session, string id, CancellationToken cancellation)
        where T : class, IResource<T> =>
        (await HoldAsync<T>(session, [id], cancellation)).GetValueOrDefault(id);

    /// <summary>Keeps resources from being changed or deleted; ids that name none are missing from the answer.</summary>
    public static Task<IReadOnlyDictionary<string, Locked<T>>> HoldAsync<T>(
        IDocumentSession session, IReadOnlyCollection<string> ids, CancellationToken cancellation)
        where T : class, IResource<T> =>
        LivingAsync<T>(session, ids, "share", cancellation);

    /// <summary>The resource as its events tell it, not held; null when there is none of this id.</summary>
    // Not by FetchLatest: in an open transaction it reads first the document and then the events that the document lacks, and what is
    // projected between the two is in neither.
    public static async Task<T?> FoldAsync<T>(IDocumentSession session, string id, CancellationToken cancellation)
        where T : class, IResource<T> =>
        (await session.Events.FetchStreamAsync(id, token: cancellation)).Aggregate((T?)null, (state, e) => T.Fold(state, e.Data));

    private static async Task<IReadOnlyDictionary<string, Locked<T>>> LivingAsync<T>(
        IDocumentSession session, IReadOnlyCollection<string> ids, string strength, CancellationToken cancellation)
        where T : class, IResource<T>
    {
        await session.BeginTransactionAsync(cancellation);
        var living = new Dictionary<string, Locked<T>>();
        foreach (var (id, version, document) in await LockAsync<T>(session, ids, strength, cancellation))
        {
            var state = document ?? await FoldAsync<T>(session, id, cancellation);
            if (state is not null) living.Add(id, new(id, state, version));
        }
        return living;
    }

    // The document is the state if it has the stream's version; a projection that is behind leaves it null here.
    private static async Task<List<(string Id, long Version, T? Document)>> LockAsync<T>(
        IDocumentSession session, IReadOnlyCollection<string> ids, string strength, CancellationToken cancellation)
        where T : class
    {
        var table = session.DocumentStore.Options.FindOrResolveDocumentType(typeof(T)).TableName.QualifiedName;
        await using var command = new NpgsqlCommand($"""
            select s.id, s.version, d.data from iot.mt_streams s
            left join {table} d on d.tenant_id = s.tenant_id and d.id = s.id and d.mt_version = s.version
            where s.tenant_id = $1 and s.id = any($2) order by s.id for {strength} of s
            """);
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = session.TenantId });
        command.Parameters.Add(new NpgsqlParameter<string[]> { TypedValue = [.. ids] });
        await using var rows = (NpgsqlDataReader)await session.ExecuteReaderAsync(command, cancellation);
        List<(string, long, T?)> locked = [];
        while (await rows.ReadAsync(cancellation))
        {
            var document = rows.IsDBNull(2) ? null : JsonSerializer.Deserialize<T>(rows.GetFieldValue<byte[]>(2), Json.Store);
            locked.Add((rows.GetString(0), rows.GetInt64(1), document));
        }
        return locked;
    }
}
