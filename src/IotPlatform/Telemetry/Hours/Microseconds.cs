using NodaTime;

namespace IotPlatform.Telemetry;

/// <summary>Times as PostgreSQL counts them: whole microseconds.</summary>
public static class Microseconds
{
    public const long PerMinute = 60_000_000;
    public const long PerHour = 60 * PerMinute;

    /// <summary>Since 1970.</summary>
    public static long Of(Instant time) => time.ToUnixTimeTicks() / 10;

    /// <summary>Back from <see cref="Of"/>.</summary>
    public static Instant ToInstant(long microseconds) => Instant.FromUnixTimeTicks(microseconds * 10);

    /// <summary>The start of the hour that a moment falls into.</summary>
    public static long HourOf(long time) => time - Mod(time, PerHour);

    /// <summary>The remainder, never negative.</summary>
    public static long Mod(long time, long length) => ((time % length) + length) % length;
}
