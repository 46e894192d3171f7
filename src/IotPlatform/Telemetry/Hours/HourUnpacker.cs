using System.Text.Json;

namespace IotPlatform.Telemetry;

/// <summary>Reads packed hours: some columns for a query, or all of it to add what has come late.</summary>
public static class HourUnpacker
{
    /// <summary>The columns of some keys; none: of all.</summary>
    public static HourColumns ToColumns(PackedHour packed, IReadOnlyCollection<string> keys)
    {
        var columns = new HourColumns(packed.Hour);
        var times = TimesOf(packed);
        var reader = new SeriesReader(packed);
        while (reader.Next(out var key, out var head))
        {
            if (keys.Count > 0 && !keys.Contains(key)) reader.Skip(head);
            else Fill(columns.ColumnOf(key), times, reader.Read(head, out var present), present.Span);
        }
        return columns;
    }

    /// <summary>All of it.</summary>
    public static DeviceHour Unpack(PackedHour packed)
    {
        var hour = new DeviceHour(packed.DeviceKey, packed.Hour);
        var times = TimesOf(packed);
        var samples = SamplesOf(packed, times.Length);
        for (var i = 0; i < times.Length; i++)
        {
            var lag = packed.Lags?[i] ?? packed.LongLags?[i] ?? 0;
            hour.Add(new Moment(times[i], times[i] + lag, Bits.IsSet(packed.Starts, i), samples[i]));
        }
        if (packed.Others is null) return hour;
        using var others = JsonDocument.Parse(packed.Others);
        foreach (var other in others.RootElement.EnumerateArray()) hour.AddOther(other.GetRawText());
        return hour;
    }

    private static void Fill(Column column, long[] times, SampleValue[] values, ReadOnlySpan<byte> present)
    {
        var next = 0;
        for (var i = 0; i < times.Length; i++)
            if (Bits.IsSet(present, i)) column.Add(times[i], values[next++]);
    }

    private static long[] TimesOf(PackedHour packed)
    {
        var times = new long[packed.Times.Length];
        var last = packed.Hour;
        for (var i = 0; i < times.Length; i++) times[i] = last += unchecked((uint)packed.Times[i]);
        return times;
    }

    private static List<Sample>[] SamplesOf(PackedHour packed, int moments)
    {
        var samples = new List<Sample>[moments];
        for (var i = 0; i < moments; i++) samples[i] = [];
        var reader = new SeriesReader(packed);
        while (reader.Next(out var key, out var head))
        {
            var values = reader.Read(head, out var present);
            var next = 0;
            for (var i = 0; i < moments; i++)
                if (Bits.IsSet(present.Span, i)) samples[i].Add(new Sample(key, values[next++]));
        }
        return samples;
    }
}
