using Marten;
using NodaTime;
using Npgsql;

namespace IotPlatform.Platform;

/// <summary>What is left out of projections, in the table <c>iot.dead_letter</c>: until a rebuild has folded it, or an operator has it tried again.</summary>
public sealed class DeadLetters(NpgsqlDataSource database, IClock clock)
{
    /// <summary>The table, and how far the store was inspected for what cannot be read.</summary>
    public static readonly SchemaScript Script = new("dead letters", """
        create table if not exists iot.dead_letter (
          projection text not null, event bigint not null, type text not null, customer text not null, stream text not null,
          kind text not null, fault text not null, found_at timestamptz not null, primary key (projection, event));
        create table if not exists iot.event_inspection (through bigint not null);
        insert into iot.event_inspection select 0 where not exists (select from iot.event_inspection);
        """);

    private const string Columns = "projection, event, type, customer, stream, kind, fault, found_at";

    /// <summary>Leaves an event out of a projection; one that is left out already stays so.</summary>
    /// <returns>The letter; null when there is no such event.</returns>
    public async Task<DeadLetter?> AddAsync(string projection, long sequence, DeadLetterKind kind, string fault, CancellationToken cancellation)
    {
        await using var command = database.CreateCommand($"""
            insert into iot.dead_letter ({Columns}) select $1, seq_id, type, tenant_id, stream_id, $3, $4, $5 from iot.mt_events where seq_id = $2
            on conflict (projection, event) do update set kind = excluded.kind, fault = excluded.fault returning {Columns}
            """);
        Add(command, projection);
        Add(command, sequence);
        Add(command, kind.ToString());
        Add(command, fault);
        Add(command, clock.GetCurrentInstant().ToDateTimeUtc());
        return await ReadAsync(command, cancellation) is [var letter] ? letter : null;
    }

    /// <summary>Leaves out an event, together with what the page that it is on makes.</summary>
    public static void Write(IDocumentOperations operations, DeadLetter letter) => operations.QueueSqlCommand(
        $"insert into iot.dead_letter ({Columns}) values (?, ?, ?, ?, ?, ?, ?, ?) on conflict do nothing",
        letter.Projection, letter.Event, letter.Type, letter.Customer, letter.Stream, letter.Kind.ToString(), letter.Fault, letter.FoundAt.ToDateTimeOffset());

    /// <summary>Takes a letter away, together with what is made of its event at last.</summary>
    public static void Remove(IDocumentOperations operations, DeadLetter letter) =>
        operations.QueueSqlCommand("delete from iot.dead_letter where projection = ? and event = ?", letter.Projection, letter.Event);

    /// <summary>All, or those of one projection, in the order of the events.</summary>
    public async Task<IReadOnlyList<DeadLetter>> ListAsync(string? projection, CancellationToken cancellation)
    {
        await using var command = database.CreateCommand(
            $"select {Columns} from iot.dead_letter where $1 is null or projection = $1 order by event, projection");
        command.Parameters.Add(new NpgsqlParameter { Value = (object?)projection ?? DBNull.Value, NpgsqlDbType = NpgsqlTypes.NpgsqlDbType.Text });
        return await ReadAsync(command, cancellation);
    }

    /// <summary>How many each projection has left out.</summary>
    public async Task<IReadOnlyDictionary<string, long>> CountAsync(CancellationToken cancellation)
    {
        await using var command = database.CreateCommand("select projection, count(*) from iot.dead_letter group by projection");
        await using var rows = await command.ExecuteReaderAsync(cancellation);
        Dictionary<string, long> counts = [];
        while (await rows.ReadAsync(cancellation)) counts[rows.GetString(0)] = rows.GetInt64(1);
        return counts;
    }

    private static async Task<IReadOnlyList<DeadLetter>> ReadAsync(NpgsqlCommand command, CancellationToken cancellation)
    {
        await using var rows = await command.ExecuteReaderAsync(cancellation);
        List<DeadLetter> letters = [];
        while (await rows.ReadAsync(cancellation))
        {
            letters.Add(new(
                rows.GetString(0), rows.GetInt64(1), rows.GetString(2), rows.GetString(3), rows.GetString(4),
                Enum.Parse<DeadLetterKind>(rows.GetString(5)), rows.GetString(6), Instant.FromDateTimeUtc(rows.GetDateTime(7))));
        }
        return letters;
    }

    private static void Add<T>(NpgsqlCommand command, T value) => command.Parameters.Add(new NpgsqlParameter<T> { TypedValue = value });
}
