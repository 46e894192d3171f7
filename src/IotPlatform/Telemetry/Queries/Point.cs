using NodaTime;

namespace IotPlatform.Telemetry;

/// <summary>One key's value at one moment, or over one interval that begins there.</summary>
public readonly record struct Point(Instant Timestamp, string Key, SampleValue Value);

/// <summary>
/// Merges what was sent for the same moment, over rows that come in order of (timestamp, seq), either rising or falling:
/// of two values of one key the later arrival wins.
/// </summary>
public sealed class MomentMerge(bool isDescending)
{
    private readonly OrderedDictionary<string, SampleValue> _values = [];

    /// <summary>The moment that is being collected; null before the first.</summary>
    public Instant? Timestamp { get; private set; }

    /// <summary>Whether a row belongs to the moment that is being collected.</summary>
    public bool Holds(Instant timestamp) => Timestamp == timestamp;

    /// <summary>Starts the next moment.</summary>
    public void Begin(Instant timestamp)
    {
        Timestamp = timestamp;
        _values.Clear();
    }

    /// <summary>Adds a value of the moment.</summary>
    public void Add(string key, SampleValue value)
    {
        if (isDescending) _values.TryAdd(key, value);
        else _values[key] = value;
    }

    /// <summary>The points of the moment.</summary>
    public IEnumerable<Point> Points() => Timestamp is { } timestamp ? _values.Select(v => new Point(timestamp, v.Key, v.Value)) : [];
}
