using IotPlatform.Platform;
using NodaTime;
using Npgsql;

namespace IotPlatform.Projections;

/// <summary>What is folded from events, and how far it is.</summary>
/// <param name="Group">What it belongs to; a subscription belongs to itself.</param>
/// <param name="AtEvent">The event up to which it is folded.</param>
/// <param name="Behind">How many events are not.</param>
/// <param name="RebuiltAt">When it was last folded anew.</param>
/// <param name="PausedSince">Since when it stands still, if an operator has paused it.</param>
/// <param name="LeftOut">How many events it has left out.</param>
public sealed record ProjectionRow(string Name, string Group, long AtEvent, long Behind, Instant? RebuiltAt, Instant? PausedSince, long LeftOut);

/// <summary>Reads how far projections are from the database.</summary>
public sealed class ProjectionList(
    NpgsqlDataSource database, ProjectionPauses pauses, DeadLetters letters, IEnumerable<ReadModelDefinition> definitions)
{
    /// <summary>All projections, by group and name.</summary>
    public async Task<IReadOnlyList<ProjectionRow>> ReadAsync(CancellationToken cancellation)
    {
        await using var command = database.CreateCommand("select coalesce(max(seq_id), 0) from iot.mt_events");
        var highest = (long)(await command.ExecuteScalarAsync(cancellation))!;
        var progress = await ReadAsync("select split_part(name, ':', 1), last_seq_id from iot.mt_event_progression where name like '%:All'",
            row => row.GetInt64(1), cancellation);
        var rebuilt = await ReadAsync("select document, finished_at from iot.projection_rebuild", row => row.GetFieldValue<DateTime>(1), cancellation);
        var paused = await pauses.ListAsync(cancellation);
        var leftOut = await letters.CountAsync(cancellation);
        ProjectionRow Row(string name, string group, long at) => new(
            name, group, at, highest - at, rebuilt.TryGetValue(name, out var time) ? Instant.FromDateTimeUtc(time) : null,
            paused.TryGetValue(group, out var since) ? since : null, leftOut.GetValueOrDefault(group));
        var documents = definitions.Select(known => known.IsInline
            ? Row(known.Name, Selection.Inline, highest)
            : Row(known.Name, ReadModels.Name, progress.GetValueOrDefault(known.Name)));
        var others = progress.Keys.Except(definitions.Select(known => known.Name)).Select(name => Row(name, name, progress[name]));
        return [.. others.Concat(documents).OrderBy(row => row.Group, StringComparer.Ordinal).ThenBy(row => row.Name != row.Group).ThenBy(row => row.Name, StringComparer.Ordinal)];
    }

    private async Task<Dictionary<string, T>> ReadAsync<T>(string sql, Func<NpgsqlDataReader, T> value, CancellationToken cancellation)
    {
        await using var command = database.CreateCommand(sql);
        await using var rows = await command.ExecuteReaderAsync(cancellation);
        Dictionary<string, T> values = [];
        while (await rows.ReadAsync(cancellation)) values[rows.GetString(0)] = value(rows);
        return values;
    }
}
