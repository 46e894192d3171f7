using System.Text;
using System.Text.Json;

namespace IotPlatform.Telemetry;

/// <summary>Reads one JSON scalar into a <see cref="SampleValue"/>, from a device or from the log, by the same rules.</summary>
public static class ScalarReader
{
    /// <summary>
    /// Longer numbers, and all with an exponent, are kept as the nearest double: PostgreSQL must be able to cast what is stored.
    /// </summary>
    private const int LongestDigits = 40;

    /// <summary>Reads the token that the reader stands on, which must be a string, number or boolean.</summary>
    public static PayloadError Read(ref Utf8JsonReader reader, out SampleValue value)
    {
        value = default;
        switch (reader.TokenType)
        {
            case JsonTokenType.Number:
                return ReadNumber(ref reader, out value);
            case JsonTokenType.String:
                return ReadText(ref reader, out value);
            case JsonTokenType.True or JsonTokenType.False:
                value = SampleValue.Of(reader.TokenType == JsonTokenType.True);
                return PayloadError.None;
            default:
                return PayloadError.NotAScalar;
        }
    }

    private static PayloadError ReadNumber(ref Utf8JsonReader reader, out SampleValue value)
    {
        value = default;
        if (!reader.TryGetDouble(out var number) || !double.IsFinite(number)) return PayloadError.NumberOutOfRange;
        var digits = reader.ValueSpan;
        value = IsChangedByDouble(digits)
            ? new SampleValue(SampleKind.Number, number, Encoding.ASCII.GetString(digits))
            : SampleValue.Of(number);
        return PayloadError.None;
    }

    /// <summary>Whether a double's shortest form would not show these digits again: too many, a trailing zero, or E notation.</summary>
    private static bool IsChangedByDouble(ReadOnlySpan<byte> digits)
    {
        if (digits.Length > LongestDigits || digits.IndexOfAny((byte)'e', (byte)'E') >= 0) return false;
        if (digits.Length > 15) return true;
        var point = digits.IndexOf((byte)'.');
        return point >= 0 && (digits[^1] == '0' || digits[(point + 1)..].StartsWith("0000"u8));
    }

    private static PayloadError ReadText(ref Utf8JsonReader reader, out SampleValue value)
    {
        value = default;
        // An escape sequence is at most six bytes for one byte of text.
        if (reader.ValueSpan.Length > PayloadLimits.StringBytes * 6) return PayloadError.StringTooLong;
        var text = reader.GetString()!;
        if (Encoding.UTF8.GetByteCount(text) > PayloadLimits.StringBytes) return PayloadError.StringTooLong;
        if (text.Contains('\0', StringComparison.Ordinal)) return PayloadError.NulCharacter;
        value = SampleValue.Of(text);
        return PayloadError.None;
    }
}
