using System.Globalization;

namespace IotPlatform.Telemetry;

/// <summary>
/// What is known of a key's values over some time: enough for every aggregation. A sum depends on the order of its additions, so there is
/// but one: values to minutes, minutes to hours, hours to intervals, each in order of time. Thus a rollup gives the very number that the
/// values give. avg, min, max and sum look at numbers only; count, first and last at every kind.
/// </summary>
public sealed class Tally
{
    private double _sum;
    private SampleValue _min;
    private SampleValue _max;
    private SampleValue _first;
    private SampleValue _last;

    /// <summary>A tally of a rollup's numbers.</summary>
    public static Tally Of(SeriesHead head, Rollup rollup) => new()
    {
        Count = rollup.Count,
        Numbers = rollup.Count,
        _sum = rollup.Sum,
        _min = SeriesReader.ValueOf(head, rollup.Min),
        _max = SeriesReader.ValueOf(head, rollup.Max),
        _first = SeriesReader.ValueOf(head, rollup.First),
        _last = SeriesReader.ValueOf(head, rollup.Last),
    };

    /// <summary>How many values there are.</summary>
    public long Count { get; private set; }

    /// <summary>How many of them are numbers.</summary>
    public long Numbers { get; private set; }

    /// <summary>The numbers that a rollup keeps.</summary>
    public Rollup ToRollup() => new(Count, _sum, _min.Number, _max.Number, _first.Number, _last.Number);

    /// <summary>Adds a value that is later than those before.</summary>
    public void Add(SampleValue value)
    {
        if (Count++ == 0) _first = value;
        _last = value;
        if (value.Kind != SampleKind.Number) return;
        if (Numbers == 0 || value.Number < _min.Number) _min = value;
        if (Numbers == 0 || value.Number > _max.Number) _max = value;
        Numbers++;
        _sum += value.Number;
    }

    /// <summary>Adds a tally of a time after this one's.</summary>
    public void Add(Tally later)
    {
        if (later.Count == 0) return;
        if (Count == 0) _first = later._first;
        _last = later._last;
        if (later.Numbers > 0)
        {
            if (Numbers == 0 || later._min.Number < _min.Number) _min = later._min;
            if (Numbers == 0 || later._max.Number > _max.Number) _max = later._max;
        }
        Count += later.Count;
        Numbers += later.Numbers;
        _sum += later._sum;
    }

    /// <summary>The aggregated value; null where there is none.</summary>
    public SampleValue? Result(Aggregation aggregation) => aggregation switch
    {
        Aggregation.Count => SampleValue.Of(Count),
        Aggregation.First => _first,
        Aggregation.Last => _last,
        _ when Numbers == 0 => null,
        Aggregation.Min => _min,
        Aggregation.Max => _max,
        Aggregation.Sum => Derived(_sum),
        _ => Derived(_sum / Numbers),
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
