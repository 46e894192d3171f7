using FsCheck;
using FsCheck.Fluent;
using IotPlatform.Notifications;
using NodaTime;
using NodaTime.Text;
using Shouldly;
using Xunit;

namespace IotPlatform.Tests.Notifications;

public sealed class SilenceRecurrenceTests
{
    private const string Oslo = "Europe/Oslo";

    // In Oslo the clock leaps from 2:00 to 3:00 on the first day, and goes back from 3:00 to 2:00 on the second.
    private static readonly LocalDate LongerDay = new(2026, 10, 25);
    private static readonly LocalDate ShorterDay = new(2026, 3, 29);

    // Monrovia has had one offset since 1972; the clock of Lord Howe moves by half an hour; Apia skipped a whole day at the end of 2011.
    private static readonly (string Zone, LocalDate Day)[] Places =
    [
        (Oslo, ShorterDay), (Oslo, LongerDay), ("Africa/Monrovia", ShorterDay), ("Australia/Lord_Howe", new(2026, 4, 5)),
        ("Australia/Lord_Howe", new(2026, 10, 4)), ("Pacific/Apia", new(2011, 12, 30)),
    ];

    private static readonly Gen<LocalTime> Times = Gen.Choose(0, 24 * 12 - 1).Select(number => LocalTime.Midnight.PlusMinutes(5 * number));

    private static readonly Gen<(SilenceRecurrence Recurrence, LocalDate Day)> Recurrences =
        from place in Gen.Elements(Places)
        from days in Gen.SubListOf(Enum.GetValues<IsoDayOfWeek>().Where(day => day != IsoDayOfWeek.None))
        from start in Times
        from end in Times
        select (new SilenceRecurrence([.. days], start, end, place.Zone), place.Day);

    /// <summary>
    /// Says it another way: the clock is watched minute by minute, and what counts is the latest time that it has shown so far.
    /// </summary>
    [Fact]
    public void it_is_what_watching_the_clock_says() => Prop.ForAll(Arb.From(Recurrences), sample =>
    {
        var (recurrence, day) = sample;
        var zone = SilenceRecurrence.ZoneOf(recurrence.TimeZone)!;
        var latest = LocalDateTime.MinIsoValue;
        var start = day.PlusDays(-2).AtStartOfDayInZone(zone).ToInstant();
        for (var minute = 0; minute < 4 * NodaConstants.MinutesPerDay; minute++)
        {
            var now = start + Duration.FromMinutes(minute);
            latest = LocalDateTime.Max(latest, now.InZone(zone).LocalDateTime);
            recurrence.Covers(now).ShouldBe(IsIn(recurrence, latest), $"{recurrence} at {now}");
        }
    }).Check(Config.QuickThrowOnFailure.WithMaxTest(40));

    private static bool IsIn(SilenceRecurrence recurrence, LocalDateTime shown)
    {
        var isPastMidnight = recurrence.To <= recurrence.From && shown.TimeOfDay < recurrence.To;
        var day = isPastMidnight ? shown.Date.PlusDays(-1) : shown.Date;
        var isInTime = recurrence.From < recurrence.To
            ? shown.TimeOfDay >= recurrence.From && shown.TimeOfDay < recurrence.To
            : shown.TimeOfDay >= recurrence.From || shown.TimeOfDay < recurrence.To;
        return isInTime && (recurrence.Days.Count == 0 || recurrence.Days.Contains(day.DayOfWeek));
    }

    [Theory]
    [InlineData("Monday 22:00-06:00", "2026-06-01T19:59:59Z", false)]
    [InlineData("Monday 22:00-06:00", "2026-06-01T20:00:00Z", true)]
    [InlineData("Monday 22:00-06:00", "2026-06-02T03:59:59Z", true)]
    [InlineData("Monday 22:00-06:00", "2026-06-02T04:00:00Z", false)]
    [InlineData("Monday 22:00-06:00", "2026-06-01T03:00:00Z", false)]
    [InlineData("Monday 08:00-16:00", "2026-06-01T06:00:00Z", true)]
    [InlineData("Monday 08:00-16:00", "2026-06-02T06:00:00Z", false)]
    [InlineData("Monday 00:00-00:00", "2026-05-31T22:00:00Z", true)]
    [InlineData("Monday 00:00-00:00", "2026-06-01T21:59:59Z", true)]
    [InlineData("Monday 00:00-00:00", "2026-06-01T22:00:00Z", false)]
    public void a_window_begins_on_a_listed_day_and_may_end_on_the_next(string window, string time, bool isSilent) =>
        Covers(window, time).ShouldBe(isSilent);

    [Theory]
    [InlineData("Sunday 02:00-02:30", "2026-03-29T01:00:00Z", false)]
    [InlineData("Sunday 02:30-03:30", "2026-03-29T00:59:59Z", false)]
    [InlineData("Sunday 02:30-03:30", "2026-03-29T01:00:00Z", true)]
    [InlineData("Sunday 02:30-03:30", "2026-03-29T01:30:00Z", false)]
    [InlineData("Saturday 22:00-02:30", "2026-03-29T00:59:59Z", true)]
    [InlineData("Saturday 22:00-02:30", "2026-03-29T01:00:00Z", false)]
    public void what_falls_into_a_skipped_hour_is_when_the_clock_has_leapt(string window, string time, bool isSilent) =>
        Covers(window, time).ShouldBe(isSilent);

    [Theory]
    [InlineData("Sunday 02:30-03:00", "2026-10-25T00:29:59Z", false)]
    [InlineData("Sunday 02:30-03:00", "2026-10-25T00:30:00Z", true)]
    [InlineData("Sunday 02:30-03:00", "2026-10-25T01:59:59Z", true)]
    [InlineData("Sunday 02:30-03:00", "2026-10-25T02:00:00Z", false)]
    [InlineData("Saturday 22:00-02:30", "2026-10-25T00:29:59Z", true)]
    [InlineData("Saturday 22:00-02:30", "2026-10-25T00:30:00Z", false)]
    [InlineData("Saturday 22:00-02:30", "2026-10-25T01:15:00Z", false)]
    public void what_falls_into_a_repeated_hour_is_when_the_clock_shows_it_first(string window, string time, bool isSilent) =>
        Covers(window, time).ShouldBe(isSilent);

    [Fact]
    public void without_days_it_is_every_day()
    {
        var nightly = new SilenceRecurrence([], new(22, 0), new(6, 0), Oslo);
        for (var day = 0; day < 7; day++) nightly.Covers(Instant.FromUtc(2026, 6, 1, 23, 0) + Duration.FromDays(day)).ShouldBeTrue();
    }

    [Fact]
    public void in_a_time_zone_that_is_no_more_known_it_is_never_silent() =>
        new SilenceRecurrence([], new(0, 0), new(0, 0), "Europe/Atlantis").Covers(Instant.FromUtc(2026, 6, 1, 23, 0)).ShouldBeFalse();

    private static bool Covers(string window, string time)
    {
        var parts = window.Split(' ', '-');
        var (start, end) = (
            LocalTimePattern.GeneralIso.Parse(parts[1] + ":00").Value, LocalTimePattern.GeneralIso.Parse(parts[2] + ":00").Value);
        return new SilenceRecurrence([Enum.Parse<IsoDayOfWeek>(parts[0])], start, end, Oslo)
            .Covers(InstantPattern.ExtendedIso.Parse(time).Value);
    }
}
