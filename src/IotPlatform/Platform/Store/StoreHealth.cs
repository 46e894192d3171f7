using NodaTime;
using Npgsql;

namespace IotPlatform.Platform;

/// <summary>Whether the store works: the database, its schema, the projections.</summary>
public sealed class StoreHealth(NpgsqlDataSource database, Freshness freshness, ProjectionProgress progress, DeadLetters letters, ProjectionPauses pauses)
{
    // The daemon starts a shard anew by itself within seconds where that helps.
    private static readonly TimeSpan LongEnough = TimeSpan.FromSeconds(30);

    /// <summary>Whether the database answers.</summary>
    public async ValueTask<Ailment?> DatabaseAsync(CancellationToken cancellation)
    {
        try
        {
            await AskAsync("select true", cancellation);
            return null;
        }
        catch (NpgsqlException)
        {
            return Ailment.Stops("cannot be reached");
        }
    }

    /// <summary>Whether the database is one of this platform: a backup may be brought back under it.</summary>
    public async ValueTask<Ailment?> SchemaAsync(CancellationToken cancellation) =>
        await AskAsync($"select to_regclass('{Persistence.Schema}.mt_events') is not null", cancellation)
            ? null
            : Ailment.Stops("is missing: start the platform again, which makes it");

    /// <summary>Whether read models come along. One that stands still lets requests be answered, with what is old.</summary>
    public async ValueTask<Ailment?> ProjectionsAsync(CancellationToken cancellation)
    {
        var paused = await pauses.ListAsync(cancellation);
        if (freshness.Missing is { } missing && !paused.ContainsKey(ReadModels.Name)) return Ailment.Stops(missing);
        var stuck = paused.Select(Describe).ToList();
        stuck.AddRange(progress.All.Where(shard => !paused.ContainsKey(shard.Name) && shard.Behind > 0 && shard.StandingStill > LongEnough).Select(Describe));
        stuck.AddRange((await letters.CountAsync(cancellation)).Select(Describe));
        return stuck.Count == 0 ? null : Ailment.Degrades(string.Join("; ", stuck));
    }

    private static string Describe(KeyValuePair<string, Instant> paused) =>
        $"{paused.Key} is paused since {Json.Format(paused.Value)}: see './iot projections resume'";

    private static string Describe(KeyValuePair<string, long> left) =>
        $"{left.Key} has left out {Plural.Of(left.Value, "event")}: see './iot projections dead-letters'";

    private static string Describe(ProjectionState shard) =>
        $"{shard.Name} {(shard.IsStopped ? "is stopped" : "stands still")} at event {shard.Sequence}, {shard.Behind} behind, for {shard.StandingStill.TotalSeconds:f0} s";

    private async Task<bool> AskAsync(string sql, CancellationToken cancellation)
    {
        await using var command = database.CreateCommand(sql);
        return (bool)(await command.ExecuteScalarAsync(cancellation))!;
    }
}
