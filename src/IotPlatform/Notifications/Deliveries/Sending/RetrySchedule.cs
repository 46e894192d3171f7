using NodaTime;

namespace IotPlatform.Notifications;

/// <summary>When a delivery that failed is tried again. Pure.</summary>
public static class RetrySchedule
{
    /// <summary>How often a delivery is tried in all.</summary>
    public const int MaxAttempts = 5;

    // From the first attempt.
    private static readonly IReadOnlyList<Duration> Offsets =
        [Duration.Zero, Duration.FromSeconds(10), Duration.FromMinutes(1), Duration.FromMinutes(5), Duration.FromMinutes(30)];

    // What a receiver asks for beyond this would outlive the schedule.
    private static readonly Duration LongestWait = Duration.FromHours(1);

    private const double Jitter = 0.1;

    /// <summary>The next attempt's time; null when there is none left.</summary>
    /// <param name="attempts">How many have been made.</param>
    /// <param name="first">When the first one was made.</param>
    /// <param name="now">When the last one ended.</param>
    /// <param name="retryAfter">How long the receiver asks to be left alone.</param>
    /// <param name="chance">From 0 to 1: so that those which failed together do not all come back together.</param>
    public static Instant? Next(int attempts, Instant first, Instant now, Duration? retryAfter, double chance)
    {
        if (attempts >= MaxAttempts) return null;
        var pause = Offsets[attempts] - Offsets[attempts - 1];
        var next = Instant.Max(first + Offsets[attempts], now) + (pause * (chance * Jitter));
        return retryAfter is { } asked ? Instant.Max(next, now + Duration.Min(asked, LongestWait)) : next;
    }
}
