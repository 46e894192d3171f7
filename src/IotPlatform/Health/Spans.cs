using NodaTime;

namespace IotPlatform.Health;

/// <summary>Sums of spans of time. Pure functions.</summary>
public static class Spans
{
    /// <summary>How much of <paramref name="window"/> any of the spans covers; what several of them cover counts once.</summary>
    public static Duration Covered(Interval window, IReadOnlyList<Interval> spans)
    {
        var (covered, until) = (Duration.Zero, window.Start);
        foreach (var span in spans.OrderBy(span => span.Start))
        {
            var (from, to) = (Instant.Max(span.Start, until), Instant.Min(span.End, window.End));
            if (to <= from) continue;
            covered += to - from;
            until = to;
        }
        return covered;
    }

    /// <summary>A length of time for people, in its two largest units.</summary>
    public static string Tell(Duration length)
    {
        var seconds = (long)length.TotalSeconds;
        return seconds switch
        {
            < NodaConstants.SecondsPerMinute => $"{seconds} s",
            < NodaConstants.SecondsPerHour => Join(seconds, NodaConstants.SecondsPerMinute, "min", 1, "s"),
            < 2 * NodaConstants.SecondsPerDay => Join(seconds, NodaConstants.SecondsPerHour, "h", NodaConstants.SecondsPerMinute, "min"),
            _ => Join(seconds, NodaConstants.SecondsPerDay, "d", NodaConstants.SecondsPerHour, "h"),
        };
    }

    private static string Join(long seconds, long large, string largeUnit, long small, string smallUnit) =>
        seconds % large / small is > 0 and var rest ? $"{seconds / large} {largeUnit} {rest} {smallUnit}" : $"{seconds / large} {largeUnit}";
}
