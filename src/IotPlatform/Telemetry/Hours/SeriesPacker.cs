using System.Runtime.InteropServices;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace IotPlatform.Telemetry;

/// <summary>Writes the values of one key after the other, each in the smallest form that gives them back as they were.</summary>
public sealed class SeriesPacker
{
    private static readonly JsonWriterOptions Relaxed = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly List<int> _series = [];
    private readonly List<long> _bases = [];
    private readonly List<short> _shorts = [];
    private readonly List<int> _ints = [];
    private readonly List<double> _doubles = [];
    private readonly List<string> _words = [];

    /// <summary>Writes a key's values.</summary>
    public void Add(ReadOnlySpan<SampleValue> values)
    {
        if (!TryAddDecimals(values)) AddWords(values);
    }

    /// <summary>Everything that was written.</summary>
    public PackedHour WriteTo(PackedHour hour) => hour with
    {
        Series = [.. _series],
        Bases = _bases.TrueForAll(b => b == 0) ? null : [.. _bases],
        Shorts = _shorts.Count == 0 ? null : [.. _shorts],
        Ints = _ints.Count == 0 ? null : [.. _ints],
        Doubles = _doubles.Count == 0 ? null : [.. _doubles],
        Words = _words.Count == 0 ? null : [.. _words],
    };

    private bool TryAddDecimals(ReadOnlySpan<SampleValue> values)
    {
        var (areNumbers, areShortest) = (true, true);
        foreach (var value in values)
        {
            areNumbers &= value.Kind == SampleKind.Number;
            areShortest &= value.Text is null;
        }
        if (!areNumbers) return false;
        if (!areShortest) return Decimals.FixedScaleOf(values) is { } digits && TryAddScaled(values, SeriesForm.FixedDecimals, digits);
        if (Decimals.ScaleOf(values) is not { } scale || !TryAddScaled(values, SeriesForm.Decimals, scale)) AddDoubles(values);
        return true;
    }

    private bool TryAddScaled(ReadOnlySpan<SampleValue> values, SeriesForm form, int scale)
    {
        var scaled = new long[values.Length];
        for (var i = 0; i < values.Length; i++) scaled[i] = Decimals.Scale(values[i].Number, scale)!.Value;
        if (!TryAddWhole(scaled, out var width, out var offset)) return false;
        AddHead(new SeriesHead(values.Length, form, width, scale, offset));
        return true;
    }

    private bool TryAddWhole(ReadOnlySpan<long> numbers, out int width, out long offset)
    {
        var (least, most) = (long.MaxValue, long.MinValue);
        foreach (var number in numbers) (least, most) = (Math.Min(least, number), Math.Max(most, number));
        if (TryOffset(least, most, short.MinValue, short.MaxValue, out offset))
        {
            width = sizeof(short);
            foreach (var number in numbers) _shorts.Add((short)(number - offset));
            return true;
        }
        width = sizeof(int);
        if (!TryOffset(least, most, int.MinValue, int.MaxValue, out offset)) return false;
        foreach (var number in numbers) _ints.Add((int)(number - offset));
        return true;
    }

    // As they are, if they fit; else counted from what makes them fit.
    private static bool TryOffset(long least, long most, long lowest, long highest, out long offset)
    {
        offset = least >= lowest && most <= highest ? 0 : least - lowest;
        return most - offset <= highest;
    }

    private void AddDoubles(ReadOnlySpan<SampleValue> values)
    {
        foreach (var value in values) _doubles.Add(value.Number);
        AddHead(new SeriesHead(values.Length, SeriesForm.Doubles, sizeof(double), 0, 0));
    }

    private void AddWords(ReadOnlySpan<SampleValue> values)
    {
        var first = _words.Count;
        var places = new Dictionary<SampleValue, int>();
        var numbers = new long[values.Length];
        for (var i = 0; i < values.Length; i++)
        {
            ref var place = ref CollectionsMarshal.GetValueRefOrAddDefault(places, values[i], out var isKnown);
            if (!isKnown)
            {
                place = places.Count - 1;
                _words.Add(Write(values[i]));
            }
            numbers[i] = place;
        }
        TryAddWhole(numbers, out var width, out var offset);
        AddHead(new SeriesHead(values.Length, SeriesForm.Words, width, 0, first + offset));
    }

    private void AddHead(SeriesHead head)
    {
        var (count, description) = head.Written;
        _series.AddRange(count, description);
        _bases.Add(head.Base);
    }

    private static string Write(SampleValue value)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer, Relaxed)) value.WriteTo(json);
        return Encoding.UTF8.GetString(buffer.GetBuffer().AsSpan(0, (int)buffer.Length));
    }
}
