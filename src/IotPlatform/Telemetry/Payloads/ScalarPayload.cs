using System.Text;
using System.Text.Json;

namespace IotPlatform.Telemetry;

/// <summary>The payload of <c>telemetry/{key}</c>: one JSON scalar, or else the text itself.</summary>
public static class ScalarPayload
{
    /// <summary>Reads the value; null for the JSON literal null, which is skipped.</summary>
    public static PayloadError Read(ReadOnlySpan<byte> payload, out SampleValue? value)
    {
        value = null;
        try
        {
            if (MayBeJson(payload)) return ReadJson(payload, out value);
        }
        catch (JsonException)
        {
            // Text that only begins like JSON: "12 rpm".
        }
        if (payload.Length > PayloadLimits.StringBytes) return PayloadError.StringTooLong;
        if (payload.Contains((byte)0)) return PayloadError.NulCharacter;
        value = SampleValue.Of(Encoding.UTF8.GetString(payload));
        return PayloadError.None;
    }

    private static PayloadError ReadJson(ReadOnlySpan<byte> payload, out SampleValue? value)
    {
        value = null;
        var reader = new Utf8JsonReader(payload);
        reader.Read();
        var scalar = default(SampleValue);
        var isNull = reader.TokenType == JsonTokenType.Null;
        var error = isNull ? PayloadError.None : ScalarReader.Read(ref reader, out scalar);
        while (reader.Read()) { }
        if (error == PayloadError.None && !isNull) value = scalar;
        return error;
    }

    /// <summary>Sorts out plain words without the cost of an exception.</summary>
    private static bool MayBeJson(ReadOnlySpan<byte> payload)
    {
        var text = payload.Trim(" \t\r\n"u8);
        if (text.IsEmpty) return false;
        return text[0] is (byte)'"' or (byte)'{' or (byte)'[' or (byte)'-' or (>= (byte)'0' and <= (byte)'9')
            || text.SequenceEqual("true"u8) || text.SequenceEqual("false"u8) || text.SequenceEqual("null"u8);
    }
}
