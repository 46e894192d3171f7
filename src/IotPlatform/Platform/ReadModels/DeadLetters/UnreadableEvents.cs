using System.Text.Json;
using JasperFx.Events;
using Marten;
using Npgsql;

namespace IotPlatform.Platform;

/// <summary>An event whose JSON is not of its type.</summary>
public sealed record UnreadableEvent(long Sequence, string Type, string Customer, string Stream, string Fault);

/// <summary>Finds events that cannot be read, by reading them: the daemon names the page, and not always the event.</summary>
public sealed class UnreadableEvents(IDocumentStore store, NpgsqlDataSource database)
{
    private const string Select = """
        select seq_id, type, tenant_id, stream_id, data::text from iot.mt_events where seq_id > $1 and seq_id <= $2 and type = any($3) order by seq_id
        """;

    /// <summary>Those after one event and up to another, in their order.</summary>
    public async IAsyncEnumerable<UnreadableEvent> FindAsync(
        long after, long through, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellation)
    {
        var types = Known().ToDictionary(type => type.EventTypeName, type => type.EventType);
        await using var command = database.CreateCommand(Select);
        command.CommandTimeout = 0;
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = after });
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = through });
        command.Parameters.Add(new NpgsqlParameter<string[]> { TypedValue = [.. types.Keys] });
        await using var rows = await command.ExecuteReaderAsync(cancellation);
        while (await rows.ReadAsync(cancellation))
        {
            var type = rows.GetString(1);
            if (FaultOf(rows.GetString(4), types[type]) is not { } fault) continue;
            var faulty = new UnreadableEvent(rows.GetInt64(0), type, rows.GetString(2), rows.GetString(3), fault);
            if (!await IsUpcastAsync(faulty, cancellation)) yield return faulty;
        }
    }

    /// <summary>The types of events that this version knows.</summary>
    public IEnumerable<IEventType> Known() => store.Options.Events.AllKnownEventTypes();

    // The store may read what has not the shape of its type; which events have an upcaster it does not tell.
    private async Task<bool> IsUpcastAsync(UnreadableEvent e, CancellationToken cancellation)
    {
        await using var session = store.QuerySession(e.Customer);
        try
        {
            return (await session.Events.QueryAllRawEvents().Where(raw => raw.Sequence == e.Sequence).ToListAsync(cancellation)).Count > 0;
        }
        catch (Exception fault) when (fault is not (OperationCanceledException or NpgsqlException))
        {
            return false;
        }
    }

    private static string? FaultOf(string json, Type type)
    {
        try
        {
            return JsonSerializer.Deserialize(json, type, Json.Store) is null ? "null" : null;
        }
        catch (Exception fault) when (fault is not OutOfMemoryException)
        {
            return fault.GetType().Name;
        }
    }
}
