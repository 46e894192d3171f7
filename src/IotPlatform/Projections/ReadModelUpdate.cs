using IotPlatform.Platform;
using JasperFx.Events;
using JasperFx.Events.Projections;
using Marten;
using Marten.Storage;
using Npgsql;

namespace IotPlatform.Projections;

/// <summary>
/// Folds all documents anew when this version has read models that the database does not know: the daemon moves the progress of all of them
/// together, and one that does not stand where the others stand would stop it. A platform of an earlier version that still runs goes on.
/// </summary>
public sealed class ReadModelUpdate(
    IDocumentStore store, NpgsqlDataSource database, Rebuild rebuild, RebuildLock alone, ILogger<ReadModelUpdate> log)
{
    /// <summary>Does what is needed, before the daemon starts; safe to repeat, and for several nodes at once.</summary>
    public async Task ApplyAsync(CancellationToken cancellation)
    {
        if (await AreInStepAsync(cancellation)) return;
        await using var turn = await alone.WaitAsync(cancellation);
        if (await AreInStepAsync(cancellation)) return;
        log.LogWarning("There are new read models: all of them are being projected anew");
        var report = await rebuild.RunAsync(rebuild.Find(ReadModels.Name).Single(), _ => { }, cancellation);
        await PutInStepAsync(report.Mark, cancellation);
    }

    private ShardName[] Members =>
    [
        .. ((IEventStore)store).RegisteredShardNames(includeCompositeMembers: true)
            .Where(shard => shard.Name == ReadModels.Name || shard.CompositeParentName == ReadModels.Name),
    ];

    private async Task<bool> AreInStepAsync(CancellationToken cancellation)
    {
        var members = Members;
        var progress = await ((IMartenDatabase)store.Storage.Database).FetchProjectionProgressFor(members, cancellation);
        return progress.Count == 0 || (progress.Count == members.Length && progress.DistinctBy(member => member.Sequence).Count() == 1);
    }

    // Only those that are apart: an earlier version that still runs moves the rest.
    private async Task PutInStepAsync(long mark, CancellationToken cancellation)
    {
        await using var command = database.CreateCommand("""
            update iot.mt_event_progression p set last_seq_id = whole.last_seq_id from iot.mt_event_progression whole
            where whole.name = $1 and p.name = any($2) and p.last_seq_id < least($3, whole.last_seq_id)
            """);
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = ReadModels.Shard });
        command.Parameters.Add(new NpgsqlParameter<string[]> { TypedValue = [.. Members.Select(member => member.Identity)] });
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = mark });
        await command.ExecuteNonQueryAsync(cancellation);
    }
}
