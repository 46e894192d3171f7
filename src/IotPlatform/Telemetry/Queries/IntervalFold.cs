using System.Globalization;
using NodaTime;

namespace IotPlatform.Telemetry;

/// <summary>
/// Folds points that come in order of time (rising or falling) into one for each key and interval. Intervals are counted from the Unix
/// epoch, so a day is a UTC day. avg, min, max and sum look at numbers only; count, first and last at every kind.
/// </summary>
public sealed class IntervalFold(Duration interval, Aggregation aggregation)
{
    private readonly SortedDictionary<string, Accumulator> _keys = new(StringComparer.Ordinal);

    /// <summary>The interval that is being collected; null before the first.</summary>
    public Instant? Start { get; private set; }

    /// <summary>Start of the interval that a moment falls into.</summary>
    public Instant StartOf(Instant timestamp)
    {
        var ticks = timestamp.ToUnixTimeTicks();
        var length = interval.BclCompatibleTicks;
        return Instant.FromUnixTimeTicks(ticks - (((ticks % length) + length) % length));
    }

    /// <summary>Adds a point; if it begins the next interval, the finished one's points come back.</summary>
    public IReadOnlyList<Point> Add(Point point)
    {
        var start = StartOf(point.Timestamp);
        var finished = Start is not null && Start != start ? Finish() : [];
        Start = start;
        if (!_keys.TryGetValue(point.Key, out var accumulator)) _keys[point.Key] = accumulator = new Accumulator();
        accumulator.Add(point);
        return finished;
    }

    /// <summary>The points of the interval that is being collected.</summary>
    public IReadOnlyList<Point> Finish()
    {
        var points = new List<Point>(_keys.Count);
        foreach (var (key, accumulator) in _keys)
            if (accumulator.Result(aggregation) is { } value) points.Add(new Point(Start!.Value, key, value));
        _keys.Clear();
        return points;
    }

    private sealed class Accumulator
    {
        private long _count;
        private long _numbers;
        private double _sum;
        private SampleValue _min;
        private SampleValue _max;
        private Point _first;
        private Point _last;

        public void Add(Point point)
        {
            if (_count == 0 || point.Timestamp < _first.Timestamp) _first = point;
            if (_count == 0 || point.Timestamp >= _last.Timestamp) _last = point;
            _count++;
            if (point.Value.Kind != SampleKind.Number) return;
            if (_numbers == 0 || point.Value.Number < _min.Number) _min = point.Value;
            if (_numbers == 0 || point.Value.Number > _max.Number) _max = point.Value;
            _numbers++;
            _sum += point.Value.Number;
        }

        public SampleValue? Result(Aggregation aggregation) => aggregation switch
        {
            Aggregation.Count => SampleValue.Of(_count),
            Aggregation.First => _first.Value,
            Aggregation.Last => _last.Value,
            _ when _numbers == 0 => null,
            Aggregation.Min => _min,
            Aggregation.Max => _max,
            Aggregation.Sum => Derived(_sum),
            _ => Derived(_sum / _numbers),
        };

        /// <summary>
        /// A computed number with 15 significant digits: beyond those, a sum of decimal fractions shows the noise of binary ones
        /// (0.1 + 0.2 = 0.30000000000000004). Null where the sum is beyond a double.
        /// </summary>
        private static SampleValue? Derived(double number)
        {
            if (!double.IsFinite(number)) return null;
            if (Math.Abs(number) >= 1e15) return SampleValue.Of(number);
            return SampleValue.Of(double.Parse(number.ToString("G15", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture));
        }
    }
}
