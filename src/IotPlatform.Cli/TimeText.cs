using System.Globalization;
using NodaTime;
using NodaTime.Text;

namespace IotPlatform.Cli;

/// <summary>Times and durations as they are typed: <c>2026-11-23T08:00:00Z</c>, <c>90s</c>, <c>7d</c>.</summary>
public static class TimeText
{
    // As the API writes times: to the microsecond, in a width that sorts as text.
    private static readonly InstantPattern Fixed = InstantPattern.CreateWithInvariantCulture("uuuu-MM-dd'T'HH:mm:ss.ffffff'Z'");

    /// <summary>A time as the API writes it.</summary>
    public static string Format(Instant time) => Fixed.Format(time);

    /// <summary>Reads RFC 3339 with any offset; what is finer than a microsecond is cut off, as the platform does.</summary>
    public static Instant? ReadTime(string text)
    {
        var parsed = OffsetDateTimePattern.Rfc3339.Parse(text.ToUpperInvariant());
        return parsed.Success ? Instant.FromUnixTimeTicks(parsed.Value.ToInstant().ToUnixTimeTicks() / 10 * 10) : null;
    }

    /// <summary>Reads a number with <c>ms</c>, <c>s</c>, <c>m</c>, <c>h</c> or <c>d</c>.</summary>
    public static TimeSpan? ReadDuration(string text)
    {
        var unit = text.TrimStart([.. "0123456789."]);
        var seconds = unit switch { "ms" => 0.001, "s" => 1, "m" => 60, "h" => 3_600, "d" => 86_400, _ => double.NaN };
        var isNumber = double.TryParse(text[..^unit.Length], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var count);
        return isNumber && count * seconds is >= 0 and < 1e9 ? TimeSpan.FromSeconds(count * seconds) : null;
    }

    /// <summary>A time that an option says: RFC 3339, or how long ago.</summary>
    public static Instant TimeOrRefuse(string option, string text, Instant now) =>
        ReadDuration(text) is { } ago ? now - Duration.FromTimeSpan(ago)
        : ReadTime(text) ?? throw new RefusedException(
            $"{option}: '{text}' is no time; give one such as 2026-11-23T08:00:00Z, or how long ago: 24h, 7d");

    /// <summary>A duration that an option says.</summary>
    public static TimeSpan DurationOrRefuse(string option, string text) =>
        ReadDuration(text) ?? throw new RefusedException(
            $"{option}: '{text}' is no duration; give a number with ms, s, m, h or d, such as 30s");
}
