using IotPlatform.Platform;
using NodaTime;

namespace IotPlatform.Telemetry;

/// <summary>How the values of one interval become one.</summary>
public enum Aggregation
{
    Avg,
    Min,
    Max,
    Sum,
    Count,
    First,
    Last,
}

/// <summary>A question for a device's telemetry.</summary>
/// <param name="Datapoints">Ids or keys of datapoints; none and no <paramref name="Keys"/>: all.</param>
/// <param name="Keys">Keys of datapoints.</param>
/// <param name="From">The first moment asked for.</param>
/// <param name="To">The first moment no longer asked for.</param>
/// <param name="IsOpenEnded">No end was named: <paramref name="To"/> is only when it was asked, and a device whose clock is ahead is not cut off.</param>
/// <param name="Limit">Points in the answer at most.</param>
/// <param name="IsDescending">Newest first.</param>
/// <param name="Interval">Length of the intervals, counted from 1970-01-01T00:00:00Z; null: every point.</param>
/// <param name="IntervalText">The interval as it was sent.</param>
/// <param name="Aggregation">How an interval's values become one.</param>
/// <param name="AskedAt">When it was asked.</param>
public sealed record TelemetryQuery(
    IReadOnlyList<string> Datapoints,
    IReadOnlyList<string> Keys,
    Instant From,
    Instant To,
    bool IsOpenEnded,
    int Limit,
    bool IsDescending,
    Duration? Interval,
    string? IntervalText,
    Aggregation Aggregation,
    Instant AskedAt)
{
    /// <summary>Reads the query parameters: either a query, or all that is wrong with them.</summary>
    public static (TelemetryQuery? Query, IReadOnlyList<Fault> Faults) Parse(IQueryCollection parameters, Instant now) =>
        new TelemetryQueryParser(parameters, now).Parse();
}
