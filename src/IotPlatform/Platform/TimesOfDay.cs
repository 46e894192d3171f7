using System.Text.Json.Serialization;
using NodaTime;
using NodaTime.Serialization.SystemTextJson;
using NodaTime.Text;

namespace IotPlatform.Platform;

/// <summary>Times of a clock on a wall, as the API reads and writes them: <c>22:00</c>.</summary>
public static class TimesOfDay
{
    private static readonly LocalTimePattern Pattern = LocalTimePattern.CreateWithInvariantCulture("HH':'mm");

    /// <summary>Their form in JSON.</summary>
    public static JsonConverter Converter { get; } = new NodaPatternConverter<LocalTime>(Pattern);

    /// <summary>Reads hours and minutes, two digits each.</summary>
    public static bool TryParse(string text, out LocalTime time) => Pattern.Parse(text).TryGetValue(default, out time);
}
