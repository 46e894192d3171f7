using NodaTime;

namespace IotPlatform.Monitoring;

/// <summary>
/// When which state wants to be looked at again: a queue by time, so that waiting costs nothing per device. A deadline that moves away, as
/// each message moves that of a rule about silence, costs no new place in the queue: it is moved when its old time comes.
/// </summary>
public sealed class Deadlines
{
    private readonly PriorityQueue<RuleOnDevice, Instant> _queue = new();
    private readonly Dictionary<RuleOnDevice, (Instant Due, Instant Queued)> _current = [];

    /// <summary>The earliest deadline; one that was moved meanwhile may show as its old, earlier time.</summary>
    public Instant? Next => _queue.TryPeek(out _, out var due) ? due : null;

    /// <summary>Sets, moves or clears the deadline of a state.</summary>
    public void Set(RuleOnDevice whose, Instant? due)
    {
        if (due is not { } time)
        {
            _current.Remove(whose);
            return;
        }
        if (_current.TryGetValue(whose, out var known) && known.Queued <= time)
        {
            _current[whose] = known with { Due = time };
            return;
        }
        Enqueue(whose, time);
    }

    /// <summary>Takes out one state whose deadline has come.</summary>
    public bool TryTakeDue(Instant now, out RuleOnDevice whose)
    {
        while (_queue.TryPeek(out whose, out var queued) && queued <= now)
        {
            _queue.Dequeue();
            // A deadline that was cleared, or came to lie earlier, leaves its old place behind.
            if (!_current.TryGetValue(whose, out var current) || current.Queued != queued) continue;
            if (current.Due <= now) return _current.Remove(whose);
            Enqueue(whose, current.Due);
        }
        return false;
    }

    private void Enqueue(RuleOnDevice whose, Instant time)
    {
        _current[whose] = (time, time);
        _queue.Enqueue(whose, time);
    }
}
