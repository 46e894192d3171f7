using JasperFx.Events;
using NodaTime;

namespace IotPlatform.Platform;

/// <summary>
/// How a resource stood at a moment: the fold of the longest beginning of its stream that was over by then. Of events that were decided at
/// one instant either all are in it or none.
/// </summary>
public sealed class Past<T>(Instant moment) where T : class, IResource<T>
{
    private bool _isOver;

    /// <summary>The state; null before the resource was made and while it was deleted.</summary>
    public T? State { get; private set; }

    /// <summary>The version that the resource had.</summary>
    public long Version { get; private set; }

    /// <summary>Takes the stream's next event; false when it is later than the moment, and so are all that follow.</summary>
    public bool Take(IEvent e)
    {
        // A gap tells of an event that was left out as too late: where a clock was set back, earlier ones may follow it.
        _isOver |= e.Version != Version + 1 || EventStreams.TimeOf(e) > moment;
        if (_isOver) return false;
        State = T.Fold(State, e.Data);
        Version = e.Version;
        return true;
    }
}
