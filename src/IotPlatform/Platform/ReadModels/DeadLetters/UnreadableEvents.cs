using System.Data.Common;
using JasperFx.Events;
using Marten;
using Marten.Events;
using Npgsql;

namespace IotPlatform.Platform;

/// <summary>An event whose JSON is not of its type.</summary>
public sealed record UnreadableEvent(long Sequence, string Type, string Customer, string Stream, string Fault);

/// <summary>Finds events that cannot be read, by reading them: the daemon names the page, and not always the event.</summary>
public sealed class UnreadableEvents(IDocumentStore store, NpgsqlDataSource database)
{
    private const string Select = """
        select data, seq_id, type, tenant_id, stream_id from iot.mt_events where seq_id > $1 and seq_id <= $2 and type = any($3) order by seq_id
        """;

    /// <summary>Those after one event and up to another, in their order.</summary>
    public async IAsyncEnumerable<UnreadableEvent> FindAsync(
        long after, long through, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellation)
    {
        var types = Known().ToDictionary(type => type.EventTypeName);
        await using var command = database.CreateCommand(Select);
        command.CommandTimeout = 0;
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = after });
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = through });
        command.Parameters.Add(new NpgsqlParameter<string[]> { TypedValue = [.. types.Keys] });
        await using var rows = await command.ExecuteReaderAsync(cancellation);
        while (await rows.ReadAsync(cancellation))
        {
            var type = rows.GetString(2);
            if (FaultOf(rows, types[type]) is { } fault)
                yield return new(rows.GetInt64(1), type, rows.GetString(3), rows.GetString(4), fault);
        }
    }

    /// <summary>The types of events that this version knows.</summary>
    public IEnumerable<IEventType> Known() => store.Options.Events.AllKnownEventTypes();

    // As the store reads it, by the event's upcaster if it has one: the JSON is the first column.
    private string? FaultOf(DbDataReader row, IEventType type)
    {
        try
        {
            return ((EventMapping)type).ReadEventData(store.Options.Serializer(), row) is null ? "null" : null;
        }
        catch (Exception fault) when (fault is not OutOfMemoryException)
        {
            return fault.GetType().Name;
        }
    }
}
