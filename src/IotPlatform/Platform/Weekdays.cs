using NodaTime;

namespace IotPlatform.Platform;

/// <summary>The days of the week by the words of the API, Monday first.</summary>
public static class Weekdays
{
    /// <summary>All seven words.</summary>
    public static IReadOnlyList<string> Words { get; } =
        [.. Enum.GetValues<IsoDayOfWeek>().Where(day => day != IsoDayOfWeek.None).Select(Platform.Words.Of)];
}
