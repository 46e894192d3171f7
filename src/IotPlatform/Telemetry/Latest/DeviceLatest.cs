using NodaTime;

namespace IotPlatform.Telemetry;

/// <summary>A key's newest value.</summary>
/// <param name="Timestamp">The moment that it is of.</param>
/// <param name="Seq">Where it stands in the log.</param>
/// <param name="Value">The value.</param>
public readonly record struct LatestValue(Instant Timestamp, long Seq, SampleValue Value)
{
    /// <summary>Newest by timestamp, not by arrival; of two with the same timestamp the later arrival.</summary>
    public bool Supersedes(LatestValue other) =>
        Timestamp > other.Timestamp || (Timestamp == other.Timestamp && Seq > other.Seq);
}

/// <summary>
/// What is known of one device's newest values. Merging is idempotent and its order does not matter, so what is stored, what is replayed
/// and what comes in may meet in any order. Safe for many threads.
/// </summary>
public sealed class DeviceLatest(int deviceKey)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, LatestValue> _values = [];
    private Instant? _lastSeen;
    private bool _isDirty;
    private bool _isGone;

    /// <summary>The device.</summary>
    public int DeviceKey => deviceKey;

    /// <summary>Whether what is stored has been merged in; before that only what has come in since is known.</summary>
    public bool IsLoaded { get; private set; }

    /// <summary>When the platform last received anything, as far as this process knows.</summary>
    public Instant? LastSeen
    {
        get
        {
            lock (_lock) return _lastSeen;
        }
    }

    /// <summary>
    /// Merges a record in. False: this object was evicted, ask for its successor. <paramref name="becameDirty"/>: store it soon.
    /// </summary>
    public bool TryApply(TelemetryRecord record, out bool becameDirty)
    {
        lock (_lock)
        {
            becameDirty = false;
            if (_isGone) return false;
            for (var i = 0; i < record.Samples.Count; i++)
                Merge(record.Samples[i].Key, new LatestValue(record.Timestamp, record.Seq, record.Samples[i].Value));
            if (_lastSeen is null || record.ReceivedAt > _lastSeen) _lastSeen = record.ReceivedAt;
            becameDirty = !_isDirty;
            _isDirty = true;
            return true;
        }
    }

    /// <summary>Merges in what is stored.</summary>
    public void Load(IEnumerable<KeyValuePair<string, LatestValue>> stored)
    {
        lock (_lock)
        {
            foreach (var (key, value) in stored) Merge(key, value);
            IsLoaded = true;
        }
    }

    /// <summary>A copy of the values, by key.</summary>
    public KeyValuePair<string, LatestValue>[] Values()
    {
        lock (_lock) return [.. _values.OrderBy(v => v.Key, StringComparer.Ordinal)];
    }

    /// <summary>A copy of the values to be stored; from now on the device is clean, until something comes in.</summary>
    public (KeyValuePair<string, LatestValue>[] Values, Instant? LastSeen) TakeForStorage()
    {
        lock (_lock)
        {
            _isDirty = false;
            return ([.. _values], _lastSeen);
        }
    }

    /// <summary>Storing failed: it has to be tried again. False: the device is of no interest any more.</summary>
    public bool MarkDirty()
    {
        lock (_lock) return _isDirty = !_isGone;
    }

    /// <summary>Gives the object up, unless something of it is not stored yet.</summary>
    public bool TryEvict(bool evenIfDirty = false)
    {
        lock (_lock)
        {
            if (_isDirty && !evenIfDirty) return false;
            return _isGone = true;
        }
    }

    private void Merge(string key, LatestValue value)
    {
        if (!_values.TryGetValue(key, out var known) || value.Supersedes(known)) _values[key] = value;
    }
}
