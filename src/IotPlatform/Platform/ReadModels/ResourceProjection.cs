using JasperFx.Events;
using JasperFx.Events.Grouping;
using Marten;
using Marten.Events.Aggregation;

namespace IotPlatform.Platform;

/// <summary>Keeps the state of every <typeparamref name="T"/> as a document, folded by the same function that commands decide on.</summary>
public sealed class ResourceProjection<T> : SingleStreamProjection<T, string> where T : class, IResource<T>
{
    private static readonly Func<T, string?> IdOf = (typeof(T).GetProperty("Id") ?? typeof(T).GetProperty($"{typeof(T).Name}Id"))?
        .GetMethod!.CreateDelegate<Func<T, string?>>() ?? throw new NotSupportedException($"{typeof(T).Name} has no id.");
    private readonly WithheldEvents _withheld;

    /// <param name="withheld">What the daemon leaves out.</param>
    public ResourceProjection(WithheldEvents withheld)
    {
        _withheld = withheld;
        foreach (var type in T.EventTypes) IncludeType(type);
    }

    /// <summary>No: what replays does not wait for transactions that are still open, and would pass over their events.</summary>
    public override bool CanParticipateInCompositeReplay => false;

    /// <inheritdoc/>
    public override IEventSlicer BuildSlicer(IQuerySession session) =>
        new WithholdingSlicer(new TenantedEventSlicer<T, string>(new OwnEvents<T>()), _withheld);

    /// <inheritdoc/>
    public override T? Evolve(T? snapshot, string id, IEvent e)
    {
        var state = T.Fold(snapshot, e.Data);
        // Found only when the whole page is stored, it would be nobody's fault in particular.
        if (state is not null && IdOf(state) != id) throw new FormatException($"An event of {id} makes it {IdOf(state)}.");
        return state;
    }
}
