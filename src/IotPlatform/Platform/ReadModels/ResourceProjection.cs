using JasperFx.Events;
using JasperFx.Events.Grouping;
using Marten;
using Marten.Events.Aggregation;

namespace IotPlatform.Platform;

/// <summary>Keeps the state of every <typeparamref name="T"/> as a document, folded by the same function that commands decide on.</summary>
public sealed class ResourceProjection<T> : SingleStreamProjection<T, string> where T : class, IResource<T>
{
    public ResourceProjection()
    {
        foreach (var type in T.EventTypes) IncludeType(type);
    }

    /// <summary>No: what replays does not wait for transactions that are still open, and would pass over their events.</summary>
    public override bool CanParticipateInCompositeReplay => false;

    /// <inheritdoc/>
    public override IEventSlicer BuildSlicer(IQuerySession session) => new TenantedEventSlicer<T, string>(new OwnEvents<T>());

    /// <inheritdoc/>
    public override T? Evolve(T? snapshot, string id, IEvent e) => T.Fold(snapshot, e.Data);
}
