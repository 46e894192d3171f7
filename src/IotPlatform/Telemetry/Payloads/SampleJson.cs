using System.Text.Json;

namespace IotPlatform.Telemetry;

/// <summary>Reads back what <see cref="EntryBuilder"/> has encoded.</summary>
public static class SampleJson
{
    /// <summary>The samples of one row of the log.</summary>
    public static List<Sample> Read(ReadOnlySpan<byte> json)
    {
        var samples = new List<Sample>();
        var reader = new Utf8JsonReader(json);
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var key = KeyOf(ref reader);
            reader.Read();
            if (ScalarReader.Read(ref reader, out var value) == PayloadError.None) samples.Add(new Sample(key, value));
        }
        return samples;
    }

    /// <summary>One value; null if it is none.</summary>
    public static SampleValue? ReadValue(ReadOnlySpan<byte> json)
    {
        var reader = new Utf8JsonReader(json);
        reader.Read();
        return ScalarReader.Read(ref reader, out var value) == PayloadError.None ? value : null;
    }

    private static string KeyOf(ref Utf8JsonReader reader) =>
        !reader.ValueIsEscaped && KeyPool.Shared.Find(reader.ValueSpan, out var key) == PayloadError.None ? key.Text : reader.GetString()!;
}
