using System.Data;
using System.Text.Json.Nodes;
using IotPlatform.Platform;
using Npgsql;

namespace IotPlatform.Projections;

/// <summary>How documents compare with what their events say.</summary>
/// <param name="Mark">The event as of which they were compared.</param>
/// <param name="Documents">How many documents were compared.</param>
/// <param name="Differing">How many differ.</param>
/// <param name="Differences">The first of those.</param>
public sealed record VerificationReport(string Name, long Mark, long Documents, long Differing, IReadOnlyList<DocumentDifference> Differences);

/// <summary>
/// Folds all events once more, into a schema that is thrown away, and compares each document with the one that is shown as of the same event,
/// member by member and by version.
/// </summary>
public sealed class Verification(IServiceProvider services, NpgsqlDataSource database, TimeProvider time)
{
    private const int Shown = 100;
    private const string Scratch = "verify";

    /// <summary>Compares documents.</summary>
    /// <exception cref="FaultyEventException">An event cannot be folded.</exception>
    public async Task<VerificationReport> RunAsync(Selection selection, Action<RebuildProgress> tell, CancellationToken cancellation)
    {
        var schema = new ShadowSchema(database, selection, Scratch, leavesOut: true);
        await schema.CreateAsync(cancellation);
        try
        {
            var events = await Freeze.LookAsync(database, selection, cancellation);
            await using var shadow = new Shadow(
                services, schema, selection.Documents, false, folded => tell(new(RebuildPhase.Folding, events, folded)));
            await shadow.ProjectAsync(events, cancellation);
            await using var connection = await database.OpenConnectionAsync(cancellation);
            await using var snapshot = await connection.BeginTransactionAsync(IsolationLevel.RepeatableRead, cancellation);
            var mark = await Freeze.DuringAsync(database, selection, time, async freeze =>
            {
                await shadow.ProjectAsync(freeze.Mark, cancellation);
                // The first statement takes the snapshot: both are as of this event in it, whatever comes after.
                await using var begin = new NpgsqlCommand("select 1", connection);
                await begin.ExecuteNonQueryAsync(cancellation);
                return freeze.Mark;
            }, cancellation);
            return await CompareAsync(connection, selection, schema.Name, mark, cancellation);
        }
        finally
        {
            await schema.DropAsync(CancellationToken.None);
        }
    }

    private static async Task<VerificationReport> CompareAsync(
        NpgsqlConnection connection, Selection selection, string scratch, long mark, CancellationToken cancellation)
    {
        var (documents, differing) = (0L, 0L);
        List<DocumentDifference> differences = [];
        foreach (var (definition, table) in selection.Documents.Zip(selection.Tables))
        {
            var (compared, found) = await CountAsync(connection, scratch, table, cancellation);
            (documents, differing) = (documents + compared, differing + found);
            if (found > 0) differences.AddRange(await DifferencesAsync(connection, definition, scratch, table, cancellation));
        }
        return new(selection.Name, mark, documents, differing, [.. differences.Take(Shown)]);
    }

    private static async Task<(long Compared, long Found)> CountAsync(
        NpgsqlConnection connection, string scratch, string table, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand($"select count(*), count(*) filter (where {Differs}) from {Both(scratch, table)}", connection)
        {
            CommandTimeout = 0,
        };
        await using var rows = await command.ExecuteReaderAsync(cancellation);
        await rows.ReadAsync(cancellation);
        return (rows.GetInt64(0), rows.GetInt64(1));
    }

    private static async Task<IReadOnlyList<DocumentDifference>> DifferencesAsync(
        NpgsqlConnection connection, ReadModelDefinition definition, string scratch, string table, CancellationToken cancellation)
    {
        var select = $"""
            select tenant_id, id, l.data::text, s.data::text, l.mt_version::bigint, s.mt_version::bigint
            from {Both(scratch, table)} where {Differs} order by tenant_id, id limit {Shown}
            """;
        await using var command = new NpgsqlCommand(select, connection) { CommandTimeout = 0 };
        await using var rows = await command.ExecuteReaderAsync(cancellation);
        List<DocumentDifference> found = [];
        while (await rows.ReadAsync(cancellation))
            found.Add(new(definition.Name, rows.GetString(0), rows.GetString(1), [.. Members(rows)]));
        return found;
    }

    // Text, as jsonb takes 1 and 1.0 for the same.
    private const string Differs = "l.data::text is distinct from s.data::text or l.mt_version is distinct from s.mt_version";

    private static string Both(string scratch, string table) => $"iot.{table} l full join {scratch}.{table} s using (tenant_id, id)";

    private static IEnumerable<MemberDifference> Members(NpgsqlDataReader row)
    {
        var (shown, replayed) = (Text(row, 2), Text(row, 3));
        if (shown is null || replayed is null) return [new("$", shown, replayed)];
        var members = MemberDifference.Between(JsonNode.Parse(shown), JsonNode.Parse(replayed));
        return row.GetInt64(4) == row.GetInt64(5) ? members : members.Append(new("version", $"{row.GetInt64(4)}", $"{row.GetInt64(5)}"));
    }

    private static string? Text(NpgsqlDataReader row, int column) => row.IsDBNull(column) ? null : row.GetString(column);
}
