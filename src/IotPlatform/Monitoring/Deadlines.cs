using NodaTime;

namespace IotPlatform.Monitoring;

/// <summary>When which state wants to be looked at again: a queue by time, so that waiting costs nothing per device.</summary>
public sealed class Deadlines
{
    private readonly PriorityQueue<RuleOnDevice, Instant> _queue = new();
    private readonly Dictionary<RuleOnDevice, Instant> _current = [];

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
        if (_current.TryGetValue(whose, out var known) && known == time) return;
        _current[whose] = time;
        _queue.Enqueue(whose, time);
    }

    /// <summary>Takes out one state whose deadline has come.</summary>
    public bool TryTakeDue(Instant now, out RuleOnDevice whose)
    {
        while (_queue.TryPeek(out whose, out var due) && due <= now)
        {
            _queue.Dequeue();
            // A deadline that was moved or cleared leaves its old entry behind.
            if (_current.TryGetValue(whose, out var current) && current == due && _current.Remove(whose)) return true;
        }
        return false;
    }
}
