namespace IotPlatform.Telemetry;

/// <summary>All that is known of one device's hour, as it is packed and unpacked.</summary>
public sealed class DeviceHour(int deviceKey, long hour)
{
    private readonly SortedDictionary<long, Moment> _moments = [];
    private readonly SortedSet<string> _others = new(StringComparer.Ordinal);

    /// <summary>The device.</summary>
    public int DeviceKey => deviceKey;

    /// <summary>When the hour begins, in microseconds since 1970.</summary>
    public long Hour => hour;

    /// <summary>The moments with values, in order of time.</summary>
    public IReadOnlyCollection<Moment> Moments => _moments.Values;

    /// <summary>Rows of the log without values, as JSON: <c>status</c>, <c>events/…</c>, payloads that could not be used.</summary>
    public IReadOnlyCollection<string> Others => _others;

    /// <summary>Whether there is nothing in it.</summary>
    public bool IsEmpty => _moments.Count == 0 && _others.Count == 0;

    /// <summary>Adds a row of the log; rows come in the order of their positions. Adding one again changes nothing.</summary>
    public void Add(TelemetryRecord record)
    {
        if (record.Topic is null && record.Samples.Count > 0) Add(Moment.Of(record));
        else AddOther(OtherRow.Of(record));
    }

    /// <summary>Adds a moment, over what is known of it.</summary>
    public void Add(Moment moment) =>
        _moments[moment.Time] = _moments.TryGetValue(moment.Time, out var known) ? known.With(moment) : moment;

    /// <summary>Adds a row without values.</summary>
    public void AddOther(string json) => _others.Add(json);

    /// <summary>The values of one key, or of all, column by column.</summary>
    public HourColumns ToColumns(IReadOnlyCollection<string> keys)
    {
        var columns = new HourColumns(hour);
        foreach (var moment in _moments.Values)
            foreach (var sample in moment.Samples)
                if (keys.Count == 0 || keys.Contains(sample.Key)) columns.Add(sample.Key, moment.Time, sample.Value);
        return columns;
    }
}
