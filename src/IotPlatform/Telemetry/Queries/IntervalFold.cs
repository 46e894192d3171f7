namespace IotPlatform.Telemetry;

/// <summary>
/// Puts the parts that hours have in an interval together, hours coming in order of time, rising or falling. Intervals are counted from
/// the Unix epoch, so a day is a UTC day.
/// </summary>
public sealed class IntervalFold(Aggregation aggregation, bool isDescending)
{
    private readonly SortedDictionary<string, List<Tally>> _keys = new(StringComparer.Ordinal);

    /// <summary>The interval that is being collected; null before the first.</summary>
    public long? Start { get; private set; }

    /// <summary>Adds a part of an interval; if it begins the next one, the finished one's points come back.</summary>
    public IReadOnlyList<Point> Add(long start, IEnumerable<KeyValuePair<string, Tally>> part)
    {
        var finished = Start is not null && Start != start ? Finish() : [];
        Start = start;
        foreach (var (key, tally) in part)
        {
            if (!_keys.TryGetValue(key, out var tallies)) _keys[key] = tallies = [];
            tallies.Add(tally);
        }
        return finished;
    }

    /// <summary>The points of the interval that is being collected.</summary>
    public IReadOnlyList<Point> Finish()
    {
        var points = new List<Point>(_keys.Count);
        foreach (var (key, tallies) in _keys)
        {
            // In order of time whatever the answer's order is: a sum depends on it.
            if (isDescending) tallies.Reverse();
            var whole = new Tally();
            foreach (var tally in tallies) whole.Add(tally);
            if (whole.Result(aggregation) is { } value) points.Add(new Point(Microseconds.ToInstant(Start!.Value), key, value));
        }
        _keys.Clear();
        return points;
    }
}
