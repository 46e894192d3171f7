namespace IotPlatform.Telemetry;

/// <summary>
/// A key's numbers over an hour or a minute, as six numbers of an array. It says nothing of values that are no numbers: keys that have
/// such (<see cref="SeriesForm.Words"/>) are added up anew.
/// </summary>
public readonly record struct Rollup(long Count, double Sum, double Min, double Max, double First, double Last)
{
    /// <summary>Numbers of the array that one rollup takes.</summary>
    public const int Numbers = 6;

    /// <summary>Rollups of an hour's minutes.</summary>
    public const int Minutes = 60;

    /// <summary>For each column the hour's.</summary>
    public static double[] OfHour(HourColumns columns)
    {
        var numbers = new double[columns.Columns.Count * Numbers];
        var at = 0;
        foreach (var column in columns.Columns.Values)
        {
            var hour = new Tally();
            foreach (var minute in MinutesOf(column, columns.Hour)) hour.Add(minute);
            hour.ToRollup().WriteTo(numbers.AsSpan(Numbers * at++));
        }
        return numbers;
    }

    /// <summary>For each column those of its sixty minutes.</summary>
    public static double[] OfMinutes(HourColumns columns)
    {
        var numbers = new double[columns.Columns.Count * Numbers * Minutes];
        var at = 0;
        foreach (var column in columns.Columns.Values)
            foreach (var minute in MinutesOf(column, columns.Hour)) minute.ToRollup().WriteTo(numbers.AsSpan(Numbers * at++));
        return numbers;
    }

    /// <summary>From the array.</summary>
    public static Rollup Read(ReadOnlySpan<double> n) => new((long)n[0], n[1], n[2], n[3], n[4], n[5]);

    /// <summary>Into the array.</summary>
    public void WriteTo(Span<double> numbers) =>
        (numbers[0], numbers[1], numbers[2], numbers[3], numbers[4], numbers[5]) = (Count, Sum, Min, Max, First, Last);

    private static Tally[] MinutesOf(Column column, long hour)
    {
        var minutes = new Tally[Minutes];
        for (var i = 0; i < Minutes; i++) minutes[i] = new Tally();
        foreach (var (time, value) in column.Values) minutes[(time - hour) / Microseconds.PerMinute].Add(value);
        return minutes;
    }
}
