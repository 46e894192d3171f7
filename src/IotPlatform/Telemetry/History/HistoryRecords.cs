using System.Text.Json;

namespace IotPlatform.Telemetry;

/// <summary>Makes records of what is stored. Pure functions.</summary>
public static class HistoryRecords
{
    /// <summary>The record of a row of the log.</summary>
    public static HistoryRecord Of(TelemetryRecord row, string? key)
    {
        var hasValues = row.Topic is null && row.Samples.Count > 0;
        return new(
            Microseconds.Of(row.ReceivedAt), Microseconds.Of(row.Timestamp), row.Seq, row.StartsMessage, hasValues,
            hasValues && key is not null ? ValueOf(row.Samples, key) : null);
    }

    /// <summary>Adds what a packed hour has that was asked for.</summary>
    public static void Read(PackedHour packed, HistoryQuestion question, List<HistoryRecord> into)
    {
        var values = ValuesOf(packed, question.Key, out var present);
        if (values is null && !question.AllRecords) return;
        var (time, next) = (packed.Hour, 0);
        for (var i = 0; i < packed.Times.Length; i++)
        {
            time += unchecked((uint)packed.Times[i]);
            SampleValue? value = values is not null && Bits.IsSet(present.Span, i) ? values[next++] : null;
            var lag = packed.Lags?[i] ?? packed.LongLags?[i] ?? 0;
            var record = new HistoryRecord(time + lag, time, 0, Bits.IsSet(packed.Starts, i), true, value);
            if (question.Wants(record)) into.Add(record);
        }
        if (question.AllRecords && packed.Others is not null) ReadOthers(packed.Others, question, into);
    }

    private static SampleValue[]? ValuesOf(PackedHour packed, string? key, out ReadOnlyMemory<byte> present)
    {
        present = default;
        if (key is null) return null;
        var reader = new SeriesReader(packed);
        while (reader.Next(out var name, out var head))
        {
            if (name == key) return reader.ReadPlain(head, out present);
            reader.Skip(head);
        }
        return null;
    }

    private static void ReadOthers(string json, HistoryQuestion question, List<HistoryRecord> into)
    {
        using var rows = JsonDocument.Parse(json);
        foreach (var row in rows.RootElement.EnumerateArray())
        {
            var starts = row.GetProperty("bytes").GetInt32() > 0;
            var record = new HistoryRecord(
                row.GetProperty("received_at").GetInt64(), row.GetProperty("ts").GetInt64(), 0, starts, false, null);
            if (question.Wants(record)) into.Add(record);
        }
    }

    private static SampleValue? ValueOf(IReadOnlyList<Sample> samples, string key)
    {
        for (var i = 0; i < samples.Count; i++)
            if (samples[i].Key == key) return samples[i].Value;
        return null;
    }
}
