using System.Text.Json;
using NodaTime;
using NodaTime.Text;

namespace IotPlatform.Telemetry;

/// <summary>Reads the three spellings of a device's time, and says which times are believed.</summary>
public static class PayloadTimestamp
{
    /// <summary>How far a device's clock may be ahead before the platform's time stands in for it.</summary>
    public static readonly Duration Tolerance = Duration.FromMinutes(5);

    /// <summary>From here on a number is milliseconds: as seconds it would be the year 5138, as milliseconds it is March 1973.</summary>
    private const double FirstMilliseconds = 1e11;

    /// <summary>Reads the token that the reader stands on; null (the JSON literal) is no time at all.</summary>
    public static PayloadError Read(ref Utf8JsonReader reader, out Instant? time)
    {
        time = null;
        return reader.TokenType switch
        {
            JsonTokenType.Null => PayloadError.None,
            JsonTokenType.Number => ReadEpoch(ref reader, out time),
            JsonTokenType.String => ReadRfc3339(reader.ValueSpan.Length > 64 ? "" : reader.GetString()!, out time),
            _ => PayloadError.BadTimestamp,
        };
    }

    /// <summary>PostgreSQL keeps microseconds; what is finer would differ between memory and log.</summary>
    public static Instant ToMicroseconds(Instant time) =>
        Instant.FromUnixTimeTicks(time.ToUnixTimeTicks() - Mod(time.ToUnixTimeTicks(), 10));

    private static PayloadError ReadEpoch(ref Utf8JsonReader reader, out Instant? time)
    {
        time = null;
        if (!reader.TryGetDecimal(out var number)) return PayloadError.BadTimestamp;
        var milliseconds = Math.Abs(number) < (decimal)FirstMilliseconds ? number * 1000 : number;
        if (Math.Abs(milliseconds) > 250_000_000_000_000m) return PayloadError.BadTimestamp;
        time = Instant.FromUnixTimeTicks((long)decimal.Floor(milliseconds * 1000) * 10);
        return PayloadError.None;
    }

    private static PayloadError ReadRfc3339(string text, out Instant? time)
    {
        var parsed = OffsetDateTimePattern.Rfc3339.Parse(text.ToUpperInvariant());
        time = parsed.Success ? ToMicroseconds(parsed.Value.ToInstant()) : null;
        return parsed.Success ? PayloadError.None : PayloadError.BadTimestamp;
    }

    private static long Mod(long value, long by) => ((value % by) + by) % by;
}
