using JasperFx.Events;
using Marten.Events.Aggregation;

namespace IotPlatform.Platform;

/// <summary>Keeps the state of every <typeparamref name="T"/> as a document, folded by the same function that commands decide on.</summary>
public sealed class ResourceProjection<T> : SingleStreamProjection<T, string> where T : class, IResource<T>
{
    public ResourceProjection()
    {
        foreach (var type in T.EventTypes) IncludeType(type);
    }

    /// <inheritdoc/>
    public override T? Evolve(T? snapshot, string id, IEvent e) => T.Fold(snapshot, e.Data);
}
