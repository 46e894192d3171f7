using System.Globalization;
using IotPlatform.Platform;
using Npgsql;

namespace IotPlatform.Projections;

/// <summary>
/// A schema in which a store finds the platform's events, up to a mark, as if they were its own, beside documents and progress that are its
/// own. What it does there nobody else sees.
/// </summary>
/// <param name="name">The schema's name.</param>
/// <param name="tables">The tables of documents that it has, of the same shape as the platform's.</param>
public sealed class ShadowSchema(NpgsqlDataSource database, string name, string[] tables)
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

    /// <summary>The schema's name.</summary>
    public string Name => name;

    /// <summary>The tables of documents.</summary>
    public string[] Tables => tables;

    /// <summary>Makes it anew, with empty tables; their indexes come when they are full.</summary>
    public async Task CreateAsync(CancellationToken cancellation)
    {
        await DropAsync(cancellation);
        await ExecuteAsync($"create schema {name}", cancellation);
        string[] all = [.. tables, "mt_event_progression", "mt_doc_deadletterevent"];
        foreach (var table in all)
            await ExecuteAsync($"create table {name}.{table} (like {Live}.{table} including defaults including generated)", cancellation);
        await ExecuteEachAsync(Constraints, all, cancellation);
        await OpenAsync(cancellation);
    }

    /// <summary>Lets a store use a schema that is there: after a switch the schema of the documents before it.</summary>
    public async Task OpenAsync(CancellationToken cancellation)
    {
        await ExecuteAsync($"create or replace view {name}.mt_streams as select * from {Live}.mt_streams", cancellation);
        await ExecuteAsync($"create sequence if not exists {name}.mt_events_sequence", cancellation);
        await ExecuteEachAsync(Functions, [], cancellation);
    }

    /// <summary>Shows the events up to <paramref name="mark"/>.</summary>
    public async Task ShowEventsAsync(long mark, CancellationToken cancellation)
    {
        var to = mark.ToString(CultureInfo.InvariantCulture);
        await ExecuteAsync($"""
            create or replace view {name}.mt_events as select * from {Live}.mt_events where seq_id <= {to};
            select setval('{name}.mt_events_sequence', {to});
            insert into {name}.mt_event_progression (name, last_seq_id) values ('HighWaterMark', {to})
            on conflict (name) do update set last_seq_id = excluded.last_seq_id;
            """, cancellation);
    }

    /// <summary>How far the documents are.</summary>
    public async Task<long> ProgressAsync(CancellationToken cancellation)
    {
        await using var command = database.CreateCommand($"select last_seq_id from {name}.mt_event_progression where name = '{ReadModels.Shard}'");
        return await command.ExecuteScalarAsync(cancellation) as long? ?? 0;
    }

    /// <summary>Gives the tables the indexes that the platform's have, and the planner what it wants to know of them.</summary>
    public async Task IndexAsync(CancellationToken cancellation)
    {
        await ExecuteEachAsync(Indexes, tables, cancellation);
        foreach (var table in tables) await ExecuteAsync($"analyze {name}.{table}", cancellation);
    }

    /// <summary>Removes it with all that is in it.</summary>
    public Task DropAsync(CancellationToken cancellation) => ExecuteAsync($"drop schema if exists {name} cascade", cancellation);

    private async Task ExecuteEachAsync(string query, string[] of, CancellationToken cancellation)
    {
        await using var command = database.CreateCommand(query);
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = Live });
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = name });
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
