using System.Collections.Concurrent;

namespace IotPlatform.Platform;

/// <summary>Holds each key to the limit, without locks. It forgets the keys that have rested: they are like new ones.</summary>
public sealed class RateLimiter(RateLimit limit)
{
    private readonly ConcurrentDictionary<string, TimeSpan> _rested = new();
    private long _nextSweep;

    /// <summary>The keys in memory.</summary>
    public int Count => _rested.Count;

    /// <summary>Takes a request of the key: zero if it may pass, else how long the key has to wait until one may.</summary>
    public TimeSpan Take(string key, TimeSpan now)
    {
        ForgetRested(now);
        while (true)
        {
            var known = _rested.GetOrAdd(key, now);
            var (rested, wait) = limit.Take(known, now);
            if (wait > TimeSpan.Zero || _rested.TryUpdate(key, rested, known)) return wait;
        }
    }

    // Two that sweep at once do no harm, and neither do they to a key that takes meanwhile: it is removed only as it was seen.
    private void ForgetRested(TimeSpan now)
    {
        if (now.Ticks < Volatile.Read(ref _nextSweep)) return;
        Volatile.Write(ref _nextSweep, now.Ticks + TimeSpan.TicksPerMinute);
        foreach (var key in _rested)
            if (key.Value <= now) _rested.TryRemove(key);
    }
}
