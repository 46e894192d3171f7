namespace IotPlatform.Telemetry;

/// <summary>Adds up one device's hour by intervals: those of the question that the hour has a part in, each key's part of each.</summary>
/// <param name="interval">Length of the intervals in microseconds, counted from 1970.</param>
public sealed class HourFold(long interval, IReadOnlyCollection<string> keys)
{
    private readonly SortedDictionary<long, SortedDictionary<string, Tally>> _parts = [];

    /// <summary>Start of the interval that a moment falls into.</summary>
    public static long StartOf(long time, long interval) => time - Microseconds.Mod(time, interval);

    /// <summary>What intervals of this length are best added up from.</summary>
    public static HourView ViewFor(long interval) => (interval % Microseconds.PerHour, interval % Microseconds.PerMinute) switch
    {
        (0, _) => HourView.HourRollup,
        (_, 0) => HourView.MinuteRollup,
        _ => HourView.Values,
    };

    /// <summary>Whether an hour's rollups tell all that is asked for.</summary>
    public static bool Serves(PackedHour hour, HourView view, IReadOnlyCollection<string> keys)
    {
        var rollups = view switch
        {
            HourView.HourRollup => hour.HourRollup,
            HourView.MinuteRollup => hour.MinuteRollup,
            _ => null,
        };
        if (rollups is null) return false;
        for (var key = 0; key < hour.Keys.Length; key++)
            if (IsWanted(hour, key, keys) && SeriesHead.Of(hour, key).Form == SeriesForm.Words) return false;
        return true;
    }

    /// <summary>What was added, in order of the intervals.</summary>
    public IEnumerable<KeyValuePair<long, SortedDictionary<string, Tally>>> Parts => _parts;

    /// <summary>Adds the values of a span of time.</summary>
    public void Add(HourColumns columns, long from, long to)
    {
        foreach (var (key, column) in columns.Columns)
        {
            Tally? minute = null;
            var (start, end) = (0L, long.MinValue);
            foreach (var (time, value) in column.Between(from, to))
            {
                if (time >= end)
                {
                    if (minute is not null) PartOf(start, key).Add(minute);
                    (minute, start) = (new Tally(), time);
                    end = Math.Min(StartOf(time, Microseconds.PerMinute) + Microseconds.PerMinute, StartOf(time, interval) + interval);
                }
                minute!.Add(value);
            }
            if (minute is not null) PartOf(start, key).Add(minute);
        }
    }

    /// <summary>Adds the whole hour from its rollups, which must serve.</summary>
    public void Add(PackedHour hour, HourView view)
    {
        var isHour = view == HourView.HourRollup;
        for (var key = 0; key < hour.Keys.Length; key++)
            if (IsWanted(hour, key, keys)) Add(hour, key, isHour ? 1 : Rollup.Minutes, isHour ? hour.HourRollup! : hour.MinuteRollup!);
    }

    private void Add(PackedHour hour, int key, int parts, double[] rollup)
    {
        var head = SeriesHead.Of(hour, key);
        for (var part = 0; part < parts; part++)
        {
            var numbers = Rollup.Read(rollup.AsSpan(((key * parts) + part) * Rollup.Numbers));
            if (numbers.Count > 0) PartOf(hour.Hour + (part * Microseconds.PerMinute), hour.Keys[key]).Add(Tally.Of(head, numbers));
        }
    }

    private Tally PartOf(long time, string key)
    {
        var start = StartOf(time, interval);
        if (!_parts.TryGetValue(start, out var part)) _parts[start] = part = new(StringComparer.Ordinal);
        if (!part.TryGetValue(key, out var tally)) part[key] = tally = new Tally();
        return tally;
    }

    private static bool IsWanted(PackedHour hour, int key, IReadOnlyCollection<string> keys) =>
        keys.Count == 0 || keys.Contains(hour.Keys[key]);
}
