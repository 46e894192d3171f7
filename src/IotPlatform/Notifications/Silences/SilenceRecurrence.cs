using NodaTime;
using NodaTime.TimeZones;

namespace IotPlatform.Notifications;

/// <summary>A window that comes again each week, by the clocks on the wall of a place.</summary>
/// <param name="Days">The days on which it begins; empty: every day.</param>
/// <param name="From">When it begins, as <c>22:00</c>.</param>
/// <param name="To">When it ends; not later than the beginning means on the next day.</param>
/// <param name="TimeZone">By its name in the IANA database: <c>Europe/Oslo</c>.</param>
public sealed record SilenceRecurrence(IReadOnlyList<IsoDayOfWeek> Days, LocalTime From, LocalTime To, string TimeZone)
{
    // A time of the clock is there when the clock first shows it or a later one. So windows that touch on the wall touch in truth: neither
    // a skipped nor a repeated hour parts them or makes them overlap.
    private static readonly ZoneLocalMappingResolver WhenFirstShown =
        Resolvers.CreateMappingResolver(Resolvers.ReturnEarlier, Resolvers.ReturnStartOfIntervalAfter);

    /// <summary>The time zone of a name; null where there is none.</summary>
    public static DateTimeZone? ZoneOf(string name) => DateTimeZoneProviders.Tzdb.GetZoneOrNull(name);

    /// <summary>
    /// Whether the moment is in one of the windows. In a time zone that is no more known there are none: better told than missed.
    /// </summary>
    public bool Covers(Instant time)
    {
        if (ZoneOf(TimeZone) is not { } zone) return false;
        var today = time.InZone(zone).Date;
        return Covers(time, today, zone) || Covers(time, today.PlusDays(-1), zone);
    }

    private bool Covers(Instant time, LocalDate day, DateTimeZone zone)
    {
        if (Days.Count > 0 && !Days.Contains(day.DayOfWeek)) return false;
        var lastDay = To > From ? day : day.PlusDays(1);
        return time >= InstantOf(day + From, zone) && time < InstantOf(lastDay + To, zone);
    }

    private static Instant InstantOf(LocalDateTime local, DateTimeZone zone) => local.InZone(zone, WhenFirstShown).ToInstant();
}
