using System.Text.Json;
using IotPlatform.Platform;
using Marten;
using Npgsql;

namespace IotPlatform.Alarms;

/// <summary>What people said about an alarm, as its events hold it: the one part of an event that is ever changed.</summary>
public static class StoredNotes
{
    private const string Find = """
        select seq_id, data -> 'note' from iot.mt_events
        where tenant_id = $1 and stream_id = $2 and (jsonb_typeof(data -> 'note') = 'string' or data -> 'note' ? 'text')
        """;

    private const string Replace = """
        update iot.mt_events e set data = jsonb_set(e.data, '{note}', left_over.note::jsonb)
        from unnest($2::bigint[], $3::text[]) left_over (seq_id, note)
        where e.tenant_id = $1 and e.seq_id = left_over.seq_id
        """;

    /// <summary>Leaves the notes' commitments in their place, as part of the session's transaction; how many that were.</summary>
    public static async Task<int> EraseAsync(IDocumentSession session, string alarmId, CancellationToken cancellation)
    {
        var notes = await FindAsync(session, alarmId, cancellation);
        if (notes.Count > 0) await ReplaceAsync(session, notes, cancellation);
        return notes.Count;
    }

    private static async Task<List<(long Sequence, ErasableText Note)>> FindAsync(
        IDocumentSession session, string alarmId, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(Find);
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = session.TenantId });
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = alarmId });
        await using var rows = (NpgsqlDataReader)await session.ExecuteReaderAsync(command, cancellation);
        List<(long, ErasableText)> notes = [];
        while (await rows.ReadAsync(cancellation))
            notes.Add((rows.GetInt64(0), JsonSerializer.Deserialize<ErasableText>(rows.GetFieldValue<byte[]>(1), Json.Store)!));
        return notes;
    }

    private static async Task ReplaceAsync(
        IDocumentSession session, List<(long Sequence, ErasableText Note)> notes, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(Replace);
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = session.TenantId });
        command.Parameters.Add(new NpgsqlParameter<long[]> { TypedValue = [.. notes.Select(note => note.Sequence)] });
        string[] commitments = [.. notes.Select(note => JsonSerializer.Serialize(note.Note.Erase(), Json.Store))];
        command.Parameters.Add(new NpgsqlParameter<string[]> { TypedValue = commitments });
        await session.ExecuteAsync(command, cancellation);
    }
}
