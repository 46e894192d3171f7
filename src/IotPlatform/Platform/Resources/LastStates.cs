using System.Text.Json;
using JasperFx.Events;
using Marten;
using Npgsql;

namespace IotPlatform.Platform;

/// <summary>
/// Resources as their events tell them, however far the read models are. For whatever follows from an event and cannot wait, or may come
/// after the end.
/// </summary>
public sealed class LastStates(IDocumentStore store, NpgsqlDataSource database)
{
    /// <summary>The living resources of these ids.</summary>
    public Task<IReadOnlyDictionary<string, T>> ReadLivingAsync<T>(
        string customer, IReadOnlyCollection<string> ids, CancellationToken cancellation)
        where T : class, IResource<T> =>
        ReadAsync(customer, ids, events => events.Aggregate((T?)null, (state, e) => T.Fold(state, e.Data)), cancellation);

    /// <summary>The same, with those that were deleted as they were before.</summary>
    public Task<IReadOnlyDictionary<string, T>> ReadAsync<T>(
        string customer, IReadOnlyCollection<string> ids, CancellationToken cancellation)
        where T : class, IResource<T> => ReadAsync(customer, ids, Last<T>, cancellation);

    /// <summary>The state after the last event that left one. A pure function.</summary>
    public static T? Last<T>(IEnumerable<IEvent> events) where T : class, IResource<T>
    {
        T? state = null, last = null;
        foreach (var e in events)
        {
            state = T.Fold(state, e.Data);
            last = state ?? last;
        }
        return last;
    }

    private async Task<IReadOnlyDictionary<string, T>> ReadAsync<T>(
        string customer, IReadOnlyCollection<string> ids, Func<IReadOnlyList<IEvent>, T?> fold, CancellationToken cancellation)
        where T : class, IResource<T>
    {
        var (states, behind) = await ReadProjectedAsync<T>(customer, ids, cancellation);
        if (behind.Count == 0) return states;
        await using var session = store.QuerySession(customer);
        foreach (var id in behind)
            if (fold(await session.Events.FetchStreamAsync(id, token: cancellation)) is { } state) states[id] = state;
        return states;
    }

    // The document is the state if it has the stream's version.
    private async Task<(Dictionary<string, T> States, List<string> Behind)> ReadProjectedAsync<T>(
        string customer, IReadOnlyCollection<string> ids, CancellationToken cancellation)
        where T : class, IResource<T>
    {
        var table = store.Options.FindOrResolveDocumentType(typeof(T)).TableName.QualifiedName;
        await using var command = database.CreateCommand($"""
            select s.id, d.data from iot.mt_streams s
            left join {table} d on d.tenant_id = s.tenant_id and d.id = s.id and d.mt_version = s.version
            where s.tenant_id = $1 and s.id = any($2)
            """);
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = customer });
        command.Parameters.Add(new NpgsqlParameter<string[]> { TypedValue = [.. ids] });
        await using var rows = await command.ExecuteReaderAsync(cancellation);
        Dictionary<string, T> states = [];
        List<string> behind = [];
        while (await rows.ReadAsync(cancellation))
        {
            var id = rows.GetString(0);
            if (rows.IsDBNull(1)) behind.Add(id);
            else states[id] = JsonSerializer.Deserialize<T>(rows.GetFieldValue<byte[]>(1), Json.Store)!;
        }
        return (states, behind);
    }
}
