using System.Globalization;
using IotPlatform.Cli;
using IotPlatform.Platform;
using NodaTime;
using Npgsql;

namespace IotPlatform.Projections;

/// <summary>What a rebuild is doing.</summary>
public enum RebuildPhase
{
    /// <summary>Folds all events there are.</summary>
    Folding,

    /// <summary>Makes the indexes.</summary>
    Indexing,

    /// <summary>Folds what has come meanwhile, and puts the documents in the place of the old ones.</summary>
    Switching,
}

/// <summary>What is told of a rebuild while it runs.</summary>
/// <param name="Events">How many events there were when it began.</param>
/// <param name="Folded">Up to which event it has come.</param>
public sealed record RebuildProgress(RebuildPhase Phase, long Events, long Folded);

/// <summary>What a rebuild has done.</summary>
/// <param name="Name">What was rebuilt.</param>
/// <param name="Mark">The event up to which the documents were folded when they were put in their place.</param>
/// <param name="Seconds">How long it took.</param>
/// <param name="LeftOut">The events that were left out, as they were faulty and that was asked for.</param>
public sealed record RebuildReport(string Name, IReadOnlyList<string> Documents, long Mark, double Seconds, IReadOnlyList<FaultyEvent> LeftOut);

/// <summary>
/// Folds documents anew beside those that are shown, and exchanges the two at one event: until then readers see the old ones, from then on
/// the new ones. The old ones are kept, and can be brought up to date and put back.
/// </summary>
public sealed class Rebuild(
    IServiceProvider services, NpgsqlDataSource database, IEnumerable<ReadModelDefinition> definitions, IClock clock, TimeProvider time)
{
    private const string Shadow = "shadow", Previous = "previous";

    // So few are folded while the documents stand still.
    private const long Near = 1000;
    private const int Rounds = 10;

    // Each one costs a beginning; more are no accident but a fault of this version.
    private const int MostLeftOut = 100;

    /// <summary>The tables of what was rebuilt, so that operators can see when.</summary>
    public static readonly SchemaScript Script = new("rebuilds of documents", """
        create table if not exists iot.projection_rebuild (
          document text primary key, finished_at timestamptz not null, mark bigint not null, seconds double precision not null);
        """);

    /// <summary>What a name stands for; without a name all.</summary>
    public IReadOnlyList<Selection> Find(string? name) => Selection.Find(definitions, name);

    /// <summary>
    /// Rebuilds documents. A whole group is folded with the events, too, that were left out of it before; one kind of document leaves out
    /// what the others do.
    /// </summary>
    /// <param name="skipFaulty">Whether to begin anew without an event that cannot be folded, under a dead letter.</param>
    /// <exception cref="FaultyEventException">An event cannot be folded; what is shown is untouched.</exception>
    /// <exception cref="RefusedException">Events would be left out of some of the documents that are shown together.</exception>
    public async Task<RebuildReport> RunAsync(
        Selection selection, Action<RebuildProgress> tell, CancellationToken cancellation, bool skipFaulty = false)
    {
        if (skipFaulty && !IsWhole(selection))
            throw new RefusedException($"Events are left out of a whole group alone. Rebuild {selection.Group} instead of {selection.Name}.");
        var began = time.GetTimestamp();
        List<FaultyEvent> leftOut = [];
        while (true)
        {
            try
            {
                var mark = await FoldAsync(selection, leftOut, tell, cancellation);
                return await RecordAsync(new(selection.Name, selection.Names, mark, Since(began), leftOut), cancellation);
            }
            catch (FaultyEventException fault) when (skipFaulty && leftOut.Count < MostLeftOut)
            {
                leftOut.Add(fault.Event);
            }
        }
    }

    private async Task<long> FoldAsync(
        Selection selection, IReadOnlyList<FaultyEvent> leftOut, Action<RebuildProgress> tell, CancellationToken cancellation)
    {
        var schema = new ShadowSchema(database, selection, Shadow, leavesOut: !IsWhole(selection));
        await schema.CreateAsync(cancellation);
        try
        {
            foreach (var e in leftOut) await schema.LeaveOutAsync(e, clock.GetCurrentInstant().ToDateTimeUtc(), cancellation);
            var events = await Freeze.LookAsync(database, selection, cancellation);
            void Tell(RebuildPhase phase, long folded) => tell(new(phase, events, folded));
            Tell(RebuildPhase.Folding, 0);
            await using var shadow = new Shadow(services, schema, selection.Documents, false, folded => Tell(RebuildPhase.Folding, folded));
            await shadow.ProjectAsync(events, cancellation);
            Tell(RebuildPhase.Indexing, events);
            await schema.IndexAsync(cancellation);
            Tell(RebuildPhase.Switching, events);
            return await SwitchAsync(selection, schema, shadow, null, cancellation);
        }
        catch
        {
            await schema.DropAsync(CancellationToken.None);
            throw;
        }
    }

    /// <summary>Puts the documents back that the last rebuild has replaced, with all that has happened since; null when there are none.</summary>
    public async Task<RebuildReport?> RollBackAsync(string group, CancellationToken cancellation)
    {
        var began = time.GetTimestamp();
        var whole = Find(group).Single();
        var tables = await TablesOfAsync(whole.SchemaFor(Previous), cancellation);
        var selection = whole with { Documents = [.. whole.Documents.Where((_, place) => tables.Contains(whole.Tables[place]))] };
        if (selection.Documents.Count == 0) return null;
        var schema = new ShadowSchema(database, selection, Previous, leavesOut: true);
        await schema.OpenAsync(cancellation);
        await using var shadow = new Shadow(services, schema, selection.Documents, true);
        var mark = await SwitchAsync(selection, schema, shadow, await schema.ProgressAsync(cancellation), cancellation);
        return await RecordAsync(new(selection.Name, selection.Names, mark, Since(began), []), cancellation);
    }

    private bool IsWhole(Selection selection) => selection.Documents.Count == Find(selection.Group).Single().Documents.Count;

    // Up to where the documents that come are known to have left out nothing but what their own letters say: when not given, to the end.
    private async Task<long> SwitchAsync(
        Selection selection, ShadowSchema schema, Shadow shadow, long? known, CancellationToken cancellation)
    {
        await ComeNearAsync(selection, schema, shadow, cancellation);
        return await Freeze.DuringAsync(database, selection, time, async freeze =>
        {
            await shadow.ProjectAsync(freeze.Mark, cancellation);
            await freeze.ExecuteAsync(Exchange(selection, schema.Name, known ?? freeze.Mark), cancellation);
            return freeze.Mark;
        }, cancellation);
    }

    private async Task ComeNearAsync(Selection selection, ShadowSchema schema, Shadow shadow, CancellationToken cancellation)
    {
        for (var round = 0; round < Rounds; round++)
        {
            var mark = await Freeze.LookAsync(database, selection, cancellation);
            var left = mark - await schema.ProgressAsync(cancellation);
            if (left > 0) await shadow.ProjectAsync(mark, cancellation);
            if (left < Near) return;
        }
    }

    private string Exchange(Selection selection, string from, long known)
    {
        var previous = selection.SchemaFor(Previous);
        string[] moves =
        [
            $"lock table {string.Join(", ", selection.Tables.Select(table => $"iot.{table}"))} in access exclusive mode",
            "create schema iot_exchange",
            .. selection.Tables.SelectMany(table => new[]
            {
                $"alter table iot.{table} set schema iot_exchange",
                $"alter table {from}.{table} set schema iot",
                $"alter table iot_exchange.{table} set schema {from}",
            }),
            .. IsWhole(selection) ? ExchangeLetters(selection.Group, from, known) : [],
            "drop schema iot_exchange",
            .. selection.IsInline ? (string[])[] : [KnowProgress(from)],
            .. from == previous ? (string[])[] : [$"drop schema if exists {previous} cascade", $"alter schema {from} rename to {previous}"],
        ];
        return string.Join(";\n", moves);
    }

    // What was left out of documents goes where they go; what has been left out since is left out of those that come, too.
    private static string[] ExchangeLetters(string group, string from, long known) =>
    [
        $"create table iot_exchange.dead_letter as select * from iot.dead_letter where projection = '{group}'",
        $"delete from iot.dead_letter where projection = '{group}' and event <= {known.ToString(CultureInfo.InvariantCulture)}",
        $"insert into iot.dead_letter select * from {from}.dead_letter on conflict do nothing",
        $"delete from {from}.dead_letter",
        $"insert into {from}.dead_letter select * from iot_exchange.dead_letter",
        "drop table iot_exchange.dead_letter",
    ];

    // Documents that the daemon does not know yet are as far as the others. What it does know it may be moving, in a transaction that waits
    // for this one: even an insert that does nothing on a conflict would wait for it.
    private static string KnowProgress(string from) => $"""
        insert into iot.mt_event_progression (name, last_seq_id) select name, last_seq_id from {from}.mt_event_progression
        where name not in (select name from iot.mt_event_progression)
        """;

    private async Task<RebuildReport> RecordAsync(RebuildReport report, CancellationToken cancellation)
    {
        await using var command = database.CreateCommand("""
            insert into iot.projection_rebuild (document, finished_at, mark, seconds) select document, $2, $3, $4 from unnest($1) as document
            on conflict (document) do update set finished_at = excluded.finished_at, mark = excluded.mark, seconds = excluded.seconds
            """);
        command.Parameters.Add(new NpgsqlParameter<string[]> { TypedValue = [.. report.Documents] });
        command.Parameters.Add(new NpgsqlParameter<DateTime> { TypedValue = clock.GetCurrentInstant().ToDateTimeUtc() });
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = report.Mark });
        command.Parameters.Add(new NpgsqlParameter<double> { TypedValue = report.Seconds });
        await command.ExecuteNonQueryAsync(cancellation);
        return report;
    }

    private async Task<HashSet<string>> TablesOfAsync(string schema, CancellationToken cancellation)
    {
        await using var command = database.CreateCommand("select tablename from pg_tables where schemaname = $1");
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = schema });
        await using var rows = await command.ExecuteReaderAsync(cancellation);
        HashSet<string> tables = [];
        while (await rows.ReadAsync(cancellation)) tables.Add(rows.GetString(0));
        return tables;
    }

    private double Since(long began) => Math.Round(time.GetElapsedTime(began).TotalSeconds, 1);
}
