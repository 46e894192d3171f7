using System.Globalization;
using NodaTime;
using NodaTime.Text;

namespace IotPlatform.Platform;

/// <summary>Times as clients send them: RFC 3339 with any offset.</summary>
public static class Times
{
    private static readonly OffsetDateTimePattern Pattern = OffsetDateTimePattern.Rfc3339;

    /// <summary>Reads an RFC 3339 time; a <c>+</c> that a query string turned into a blank is understood.</summary>
    public static bool TryParse(string text, out Instant time)
    {
        var parsed = Pattern.Parse(text.Trim().Replace(' ', '+').ToUpper(CultureInfo.InvariantCulture));
        time = parsed.Success ? parsed.Value.ToInstant() : default;
        return parsed.Success;
    }
}
