using NodaTime;

namespace IotPlatform.Platform;

/// <summary>
/// The platform's time, in whole microseconds: what PostgreSQL can hold, so that a time is the same before and after it was stored.
/// </summary>
public sealed class PlatformClock(IClock clock) : IClock
{
    private const int TicksPerMicrosecond = 10;

    /// <inheritdoc/>
    public Instant GetCurrentInstant()
    {
        var ticks = clock.GetCurrentInstant().ToUnixTimeTicks();
        return Instant.FromUnixTimeTicks(ticks - (ticks % TicksPerMicrosecond));
    }
}
