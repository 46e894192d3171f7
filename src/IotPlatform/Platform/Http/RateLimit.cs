namespace IotPlatform.Platform;

/// <summary>
/// How many requests a key may make: so many a minute, and so many at once after a rest. All there is to know about a key is when it
/// will have rested, that is, may make a whole burst again; a time in the past says that it may now (the generic cell rate algorithm).
/// </summary>
public sealed record RateLimit(int PerMinute, int Burst)
{
    // Rounded up, so that never more pass than promised.
    private TimeSpan Cost => TimeSpan.FromTicks((TimeSpan.TicksPerMinute + PerMinute - 1) / PerMinute);

    /// <summary>
    /// Takes one request: when the key will have rested after it, and no wait; or, if it may not pass, how long it has to wait until
    /// one does. A pure function.
    /// </summary>
    public (TimeSpan Rested, TimeSpan Wait) Take(TimeSpan rested, TimeSpan now)
    {
        var after = (rested > now ? rested : now) + Cost;
        var wait = after - now - (Burst * Cost);
        return wait > TimeSpan.Zero ? (rested, wait) : (after, TimeSpan.Zero);
    }
}
