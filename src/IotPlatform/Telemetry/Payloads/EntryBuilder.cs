using System.Text;
using System.Text.Json;
using NodaTime;

namespace IotPlatform.Telemetry;

/// <summary>Reads one JSON object of a telemetry payload into one <see cref="PayloadEntry"/>: unwraps, flattens, checks, encodes.</summary>
public sealed class EntryBuilder(KeyPool pool)
{
    private readonly PooledKey[] _keys = new PooledKey[PayloadLimits.KeysPerEntry];
    private readonly SampleValue[] _values = new SampleValue[PayloadLimits.KeysPerEntry];
    private readonly EntryEncoder _encoder = new();
    private readonly KeyPath _path = new();
    private List<DroppedKey>? _dropped;
    private PayloadRules _rules;
    private Instant? _time;
    private int _count;

    /// <summary>Values dropped since <see cref="Begin"/> because their datapoint is defined as another kind.</summary>
    public int WrongKind { get; private set; }

    /// <summary>Values dropped since <see cref="Begin"/> because they are older than the retention.</summary>
    public int Expired { get; private set; }

    /// <summary>The keys of values dropped since <see cref="Begin"/>; null when there are none.</summary>
    public IReadOnlyList<DroppedKey>? Dropped => _dropped;

    /// <summary>The key that was read last, or its parent; null outside of all keys.</summary>
    public string? Path => _path.Length == 0 ? null : Encoding.UTF8.GetString(_path.Bytes);

    /// <summary>Starts a payload.</summary>
    public void Begin(in PayloadRules rules)
    {
        _rules = rules;
        _dropped = null;
        WrongKind = Expired = 0;
        _path.Clear();
    }

    /// <summary>Reads the object that the reader stands on, to its end.</summary>
    public PayloadError Read(ref Utf8JsonReader reader, bool mayBeWrapped)
    {
        Clear();
        return mayBeWrapped && IsWrapped(reader) ? ReadWrapped(ref reader) : Flatten(ref reader);
    }

    /// <summary>Takes one value that has a topic of its own.</summary>
    public PayloadError ReadOne(string key, SampleValue? value)
    {
        Clear();
        var error = pool.Find(Encoding.UTF8.GetBytes(key), out var pooled);
        return error == PayloadError.None && value is { } scalar ? Put(pooled, scalar) : error;
    }

    /// <summary>What was read; false if nothing is left to store, for lack of values or because they are too old.</summary>
    public bool TryBuild(out PayloadEntry entry)
    {
        entry = default;
        if (_time > _rules.ReceivedAt + PayloadTimestamp.Tolerance) _time = null;
        if (_time < _rules.ReceivedAt - _rules.Retention)
        {
            Expired += _count;
            foreach (var key in _keys.AsSpan(0, _count)) Drop(key.Text, DropReason.TooOld);
            return false;
        }
        if (_count == 0) return false;
        var samples = new Sample[_count];
        for (var i = 0; i < _count; i++) samples[i] = new Sample(_keys[i].Text, _values[i]);
        entry = new PayloadEntry(_time, samples, _encoder.Encode(_keys.AsSpan(0, _count), _values));
        return true;
    }

    private void Clear()
    {
        _count = 0;
        _time = null;
        _path.Clear();
    }

    /// <summary>Whether the object has a member <c>values</c> that is an object; then it is the form with a timestamp.</summary>
    private static bool IsWrapped(Utf8JsonReader reader)
    {
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var isValues = reader.ValueTextEquals("values"u8);
            reader.Read();
            if (isValues && reader.TokenType == JsonTokenType.StartObject) return true;
            reader.Skip();
        }
        return false;
    }

    private PayloadError ReadWrapped(ref Utf8JsonReader reader)
    {
        var error = PayloadError.None;
        while (error == PayloadError.None && reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var isTime = reader.ValueTextEquals("ts"u8) || reader.ValueTextEquals("timestamp"u8);
            var isValues = reader.ValueTextEquals("values"u8);
            reader.Read();
            if (isTime) error = PayloadTimestamp.Read(ref reader, out _time);
            else if (isValues && reader.TokenType == JsonTokenType.StartObject) error = Flatten(ref reader);
            else reader.Skip();
        }
        return error;
    }

    private PayloadError Flatten(ref Utf8JsonReader reader)
    {
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var parent = _path.Length;
            var error = _path.Push(ref reader);
            reader.Read();
            if (error == PayloadError.None) error = ReadMember(ref reader);
            if (error != PayloadError.None) return error;
            _path.PopTo(parent);
        }
        return PayloadError.None;
    }

    private PayloadError ReadMember(ref Utf8JsonReader reader)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.Null:
                return PayloadError.None;
            case JsonTokenType.StartObject:
                return Flatten(ref reader);
            case JsonTokenType.StartArray:
                return PayloadError.ArrayValue;
        }
        var error = pool.Find(_path.Bytes, out var key);
        if (error != PayloadError.None) return error;
        error = ScalarReader.Read(ref reader, out var value);
        return error == PayloadError.None ? Put(key, value) : error;
    }

    private PayloadError Put(PooledKey key, SampleValue value)
    {
        if (_rules.Datapoints is { } defined && defined.TryGetValue(key.Text, out var datapoint) && datapoint.Kind != value.Kind)
        {
            WrongKind++;
            Drop(key.Text, DropReason.WrongType);
            return PayloadError.None;
        }
        var index = 0;
        while (index < _count && !IsSame(_keys[index], key)) index++;
        if (index == PayloadLimits.KeysPerEntry) return PayloadError.TooManyKeys;
        if (index == _count) _count++;
        _keys[index] = key;
        _values[index] = value;
        return PayloadError.None;
    }

    private void Drop(string key, DropReason reason)
    {
        _dropped ??= [];
        if (_dropped.Count < PayloadLimits.DroppedKeys && !_dropped.Contains(new DroppedKey(key, reason)))
            _dropped.Add(new DroppedKey(key, reason));
    }

    // The pool may have forgotten and learnt a key in between, so equal keys are not always the same object.
    private static bool IsSame(PooledKey one, PooledKey other) => ReferenceEquals(one, other) || one.Text == other.Text;
}
