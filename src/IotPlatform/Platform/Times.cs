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
        time = default;
        if (!parsed.Success) return false;
        try
        {
            time = parsed.Value.ToInstant();
            return true;
        }
        catch (OverflowException)
        {
            // At the very ends of the calendar an offset leads out of it.
            return false;
        }
    }
}
