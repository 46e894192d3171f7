using JasperFx.Events;
using JasperFx.Events.Grouping;

namespace IotPlatform.Platform;

/// <summary>Groups the events of <typeparamref name="T"/> by stream and leaves out those of others, with which they share a page.</summary>
public sealed class OwnEvents<T> : IEventSlicer<T, string> where T : class, IResource<T>
{
    private static readonly HashSet<Type> Types = [.. T.EventTypes];

    /// <inheritdoc/>
    public ValueTask SliceAsync(IReadOnlyList<IEvent> events, SliceGroup<T, string> grouping)
    {
        foreach (var e in events)
            if (Types.Contains(e.EventType)) grouping.AddEvent(e.StreamKey!, e);
        return ValueTask.CompletedTask;
    }
}
