namespace IotPlatform.Telemetry;

/// <summary>The values of one device's hour, key by key, each in order of time.</summary>
public sealed class HourColumns(long hour)
{
    private readonly SortedDictionary<string, Column> _columns = new(StringComparer.Ordinal);

    /// <summary>When the hour begins, in microseconds since 1970.</summary>
    public long Hour => hour;

    /// <summary>The columns, by key.</summary>
    public IReadOnlyDictionary<string, Column> Columns => _columns;

    /// <summary>Adds a value that is later than those of its key before.</summary>
    public void Add(string key, long time, SampleValue value) => ColumnOf(key).Add(time, value);

    /// <summary>The column of a key, a new one if there is none yet.</summary>
    public Column ColumnOf(string key)
    {
        if (!_columns.TryGetValue(key, out var column)) _columns[key] = column = new Column();
        return column;
    }

    /// <summary>The points of a span of time, of one moment in the order of their keys.</summary>
    public IEnumerable<Point> Points(long from, long to, bool isDescending)
    {
        if (_columns.Count == 0) return [];
        if (_columns.Count == 1)
        {
            var (key, column) = _columns.First();
            var span = column.Between(from, to).Select(v => new Point(Microseconds.ToInstant(v.Time), key, v.Value));
            return isDescending ? span.Reverse() : span;
        }
        var points = _columns.SelectMany(c => c.Value.Between(from, to).Select(v => (v.Time, c.Key, v.Value)));
        // A stable sort: the keys of one moment stay in their order.
        return (isDescending ? points.OrderByDescending(p => p.Time) : points.OrderBy(p => p.Time))
            .Select(p => new Point(Microseconds.ToInstant(p.Time), p.Key, p.Value));
    }
}

/// <summary>The values of one key, in order of time.</summary>
public sealed class Column
{
    private readonly List<(long Time, SampleValue Value)> _values = [];

    /// <summary>All of them.</summary>
    public IReadOnlyList<(long Time, SampleValue Value)> Values => _values;

    /// <summary>Adds a value that is later than those before.</summary>
    public void Add(long time, SampleValue value) => _values.Add((time, value));

    /// <summary>Those of a span of time, the end excluded.</summary>
    public IEnumerable<(long Time, SampleValue Value)> Between(long from, long to)
    {
        foreach (var value in _values)
            if (value.Time >= from && value.Time < to) yield return value;
    }
}
