using System.Text.Json;
using System.Text.Json.Serialization;
using IotPlatform.RuleEngine.Conditions;
using NodaTime;

namespace IotPlatform.RuleEngine.Json;

/// <summary>
/// Times as base64 of the distances between them, as in protocol buffers' varints: a state with thousands of them is stored often. The
/// first number is the unit in nanoseconds; microseconds do where the times came out of PostgreSQL.
/// </summary>
public sealed class TimesConverter : JsonConverter<Times>
{
    private const long Microsecond = 1_000;

    public override Times Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        try
        {
            return Times.Of(Decode(reader.GetBytesFromBase64())) ?? throw new JsonException("No times.");
        }
        catch (Exception error) when (error is FormatException or InvalidOperationException or IOException)
        {
            throw new JsonException("Not times as they are stored.", error);
        }
    }

    public override void Write(Utf8JsonWriter writer, Times value, JsonSerializerOptions options) =>
        writer.WriteBase64StringValue(Encode([.. value.All.Select(at => (at - NodaConstants.UnixEpoch).ToInt64Nanoseconds())]));

    private static byte[] Encode(long[] times)
    {
        var unit = Array.TrueForAll(times, time => time % Microsecond is 0) ? Microsecond : 1;
        var bytes = new MemoryStream();
        using var writer = new BinaryWriter(bytes);
        writer.Write7BitEncodedInt64(unit);
        var last = 0L;
        foreach (var time in times)
        {
            writer.Write7BitEncodedInt64((time - last) / unit);
            last = time;
        }

        return bytes.ToArray();
    }

    private static List<Instant> Decode(byte[] bytes)
    {
        var times = new List<Instant>();
        using var reader = new BinaryReader(new MemoryStream(bytes));
        var unit = reader.Read7BitEncodedInt64();
        if (unit is not (1 or Microsecond))
            throw new FormatException("An unknown unit.");
        var at = NodaConstants.UnixEpoch;
        while (reader.BaseStream.Position < bytes.Length)
            times.Add(at += Duration.FromNanoseconds(reader.Read7BitEncodedInt64() * unit));
        return times;
    }
}
