using JasperFx.Events;
using JasperFx.Events.Projections;
using Marten;
using Marten.Storage;

namespace IotPlatform.Platform;

/// <summary>
/// Projects all documents anew when this version has read models that the database does not know: the shard moves the progress of all its
/// members together, and one that does not stand where the others stand would stop it.
/// </summary>
public sealed class ReadModelUpdate(IDocumentStore store, ILogger<ReadModelUpdate> log)
{
    private static readonly TimeSpan Patience = TimeSpan.FromDays(1);

    /// <summary>Does what is needed, before the daemon starts; safe to repeat.</summary>
    public async Task ApplyAsync(CancellationToken cancellation)
    {
        if (await AreInStepAsync(cancellation)) return;
        log.LogWarning("There are new read models: all of them are being projected anew");
        using var daemon = await store.BuildProjectionDaemonAsync();
        await daemon.PrepareForRebuildsAsync();
        await daemon.RebuildProjectionAsync(ReadModels.Name, Patience, cancellation);
    }

    private async Task<bool> AreInStepAsync(CancellationToken cancellation)
    {
        ShardName[] members =
        [
            .. ((IEventStore)store).RegisteredShardNames(includeCompositeMembers: true)
                .Where(shard => shard.Name == ReadModels.Name || shard.CompositeParentName == ReadModels.Name),
        ];
        var progress = await ((IMartenDatabase)store.Storage.Database).FetchProjectionProgressFor(members, cancellation);
        return progress.Count == 0 || (progress.Count == members.Length && progress.DistinctBy(member => member.Sequence).Count() == 1);
    }
}
