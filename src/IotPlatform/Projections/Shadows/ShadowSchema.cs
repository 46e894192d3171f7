using System.Globalization;
using IotPlatform.Platform;
using Npgsql;

namespace IotPlatform.Projections;

/// <summary>
/// A schema in which a store finds the platform's events, up to a mark, as if they were its own, beside documents and progress that are its
/// own. What it does there nobody else sees.
/// </summary>
/// <param name="selection">The documents that it has tables of, of the same shape as the platform's.</param>
/// <param name="purpose">What it is for, which is a part of its name.</param>
/// <param name="leavesOut">Whether the events that the platform has left out are left out here, too.</param>
public sealed class ShadowSchema(NpgsqlDataSource database, Selection selection, string purpose, bool leavesOut)
{
    private const string Live = Persistence.Schema;

    // The functions by which the daemon moves its progress name their schema in their bodies.
    private const string Functions = """
        select replace(pg_get_functiondef(p.oid), $1 || '.', $2 || '.') from pg_proc p
        where p.pronamespace = $1::regnamespace and p.proname in ('mt_mark_event_progression', 'mt_mark_progression_with_skip')
        """;

    private const string Constraints = """
        select format('alter table %I.%I add constraint %I %s', $2, t.relname, c.conname, pg_get_constraintdef(c.oid))
        from pg_constraint c join pg_class t on t.oid = c.conrelid
        where t.relnamespace = $1::regnamespace and t.relname = any($3) order by c.conname
        """;

    private const string Indexes = """
        select replace(pg_get_indexdef(i.indexrelid), ' ON ' || $1 || '.', ' ON ' || $2 || '.') from pg_index i join pg_class t on t.oid = i.indrelid
        where t.relnamespace = $1::regnamespace and t.relname = any($3) and not exists (select from pg_constraint c where c.conindid = i.indexrelid)
        order by i.indexrelid
        """;

    private readonly string _name = selection.SchemaFor(purpose);
    private readonly string[] _tables = selection.Tables;

    /// <summary>The schema's name.</summary>
    public string Name => _name;

    /// <summary>Makes it anew, with empty tables; their indexes come when they are full.</summary>
    public async Task CreateAsync(CancellationToken cancellation)
    {
        await DropAsync(cancellation);
        await ExecuteAsync($"create schema {_name}", cancellation);
        string[] all = [.. _tables, "mt_event_progression", "mt_doc_deadletterevent"];
        foreach (var table in all)
            await ExecuteAsync($"create table {_name}.{table} (like {Live}.{table} including defaults including generated)", cancellation);
        await ExecuteEachAsync(Constraints, all, cancellation);
        await OpenAsync(cancellation);
    }

    /// <summary>Lets a store use a schema that is there: after a switch the schema of the documents before it.</summary>
    public async Task OpenAsync(CancellationToken cancellation)
    {
        await ExecuteAsync($"create or replace view {_name}.mt_streams as select * from {Live}.mt_streams", cancellation);
        await ExecuteAsync($"create sequence if not exists {_name}.mt_events_sequence", cancellation);
        await ExecuteAsync($"create table if not exists {_name}.dead_letter (like {Live}.dead_letter including all)", cancellation);
        await ExecuteEachAsync(Functions, [], cancellation);
    }

    /// <summary>Leaves out an event, under the letter that is written for it.</summary>
    public async Task LeaveOutAsync(FaultyEvent e, DateTime now, CancellationToken cancellation)
    {
        await using var command = database.CreateCommand($"""
            insert into {_name}.dead_letter (projection, event, type, customer, stream, kind, fault, found_at)
            select $1, seq_id, type, tenant_id, stream_id, $3, $4, $5 from {Live}.mt_events where seq_id = $2
            """);
        Add(command, selection.Group);
        Add(command, e.Sequence);
        Add(command, e.Kind.ToString());
        Add(command, e.Fault);
        Add(command, now);
        await command.ExecuteNonQueryAsync(cancellation);
    }

    /// <summary>The events that are left out.</summary>
    public async Task<IReadOnlySet<long>> LeftOutAsync(CancellationToken cancellation)
    {
        await using var command = database.CreateCommand(LeftOut);
        await using var rows = await command.ExecuteReaderAsync(cancellation);
        HashSet<long> events = [];
        while (await rows.ReadAsync(cancellation)) events.Add(rows.GetInt64(0));
        return events;
    }

    /// <summary>Shows the events up to <paramref name="mark"/>.</summary>
    public async Task ShowEventsAsync(long mark, CancellationToken cancellation)
    {
        var to = mark.ToString(CultureInfo.InvariantCulture);
        await ExecuteAsync($"""
            create or replace view {_name}.mt_events as select * from {Live}.mt_events where seq_id <= {to} and seq_id not in ({LeftOut});
            select setval('{_name}.mt_events_sequence', {to});
            insert into {_name}.mt_event_progression (name, last_seq_id) values ('HighWaterMark', {to})
            on conflict (name) do update set last_seq_id = excluded.last_seq_id;
            """, cancellation);
    }

    /// <summary>How far the documents are.</summary>
    public async Task<long> ProgressAsync(CancellationToken cancellation)
    {
        await using var command = database.CreateCommand($"select last_seq_id from {_name}.mt_event_progression where name = '{ReadModels.Shard}'");
        return await command.ExecuteScalarAsync(cancellation) as long? ?? 0;
    }

    /// <summary>Gives the tables the indexes that the platform's have, and the planner what it wants to know of them.</summary>
    public async Task IndexAsync(CancellationToken cancellation)
    {
        await ExecuteEachAsync(Indexes, _tables, cancellation);
        foreach (var table in _tables) await ExecuteAsync($"analyze {_name}.{table}", cancellation);
    }

    /// <summary>Removes it with all that is in it.</summary>
    public Task DropAsync(CancellationToken cancellation) => ExecuteAsync($"drop schema if exists {_name} cascade", cancellation);

    private string LeftOut => $"select event from {_name}.dead_letter"
        + (leavesOut ? $" union all select event from {Live}.dead_letter where projection = '{selection.Group}'" : "");

    private static void Add<T>(NpgsqlCommand command, T value) => command.Parameters.Add(new NpgsqlParameter<T> { TypedValue = value });

    private async Task ExecuteEachAsync(string query, string[] of, CancellationToken cancellation)
    {
        await using var command = database.CreateCommand(query);
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = Live });
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = _name });
        if (query.Contains("$3", StringComparison.Ordinal)) command.Parameters.Add(new NpgsqlParameter<string[]> { TypedValue = of });
        List<string> statements = [];
        await using (var rows = await command.ExecuteReaderAsync(cancellation))
            while (await rows.ReadAsync(cancellation)) statements.Add(rows.GetString(0));
        foreach (var statement in statements) await ExecuteAsync(statement, cancellation);
    }

    private async Task ExecuteAsync(string sql, CancellationToken cancellation)
    {
        await using var connection = await database.OpenConnectionAsync(cancellation);
        await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 0 };
        await command.ExecuteNonQueryAsync(cancellation);
    }
}
