using FsCheck.Xunit;
using IotPlatform.Telemetry;
using NodaTime;
using Shouldly;
using Xunit;

namespace IotPlatform.Tests.Telemetry;

public sealed class MonthPartsTests
{
    [Theory]
    [InlineData("2026-02-01", "2026-02-28", "2026-02", "", "")]
    [InlineData("2026-01-31", "2026-03-01", "2026-02", "2026-01-31..2026-01-31", "2026-03-01..2026-03-01")]
    [InlineData("2026-02-01", "2026-02-27", "", "", "2026-02-01..2026-02-27")]
    [InlineData("2026-02-02", "2026-02-28", "", "2026-02-02..2026-02-28", "")]
    [InlineData("2026-02-02", "2026-02-03", "", "2026-02-02..2026-02-03", "")]
    [InlineData("2026-02-15", "2026-03-14", "", "2026-02-15..2026-02-28", "2026-03-01..2026-03-14")]
    [InlineData("2025-12-01", "2026-01-31", "2025-12 2026-01", "", "")]
    public void months_are_whole_and_the_rest_sticks_out(string first, string last, string months, string head, string tail)
    {
        var parts = MonthParts.Of(Date(first), Date(last));
        string.Join(' ', parts.Months.Select(month => Text(month)[..7])).ShouldBe(months);
        (Text(parts.Head), Text(parts.Tail)).ShouldBe((head, tail));
    }

    [Property(QuietOnSuccess = true)]
    public void each_day_is_in_just_one_part(ushort start, ushort length)
    {
        var first = new LocalDate(2020, 1, 1).PlusDays(start % 3_000);
        var last = first.PlusDays(length % 800);
        var parts = MonthParts.Of(first, last);
        var days = parts.Months.SelectMany(month => Days(month, month.With(DateAdjusters.EndOfMonth)))
            .Concat(parts.Head is { } head ? Days(head.Start, head.End) : [])
            .Concat(parts.Tail is { } tail ? Days(tail.Start, tail.End) : []);
        days.Order().ShouldBe(Days(first, last));
    }

    private static IEnumerable<LocalDate> Days(LocalDate first, LocalDate last)
    {
        for (var day = first; day <= last; day = day.PlusDays(1)) yield return day;
    }

    private static LocalDate Date(string text) => NodaTime.Text.LocalDatePattern.Iso.Parse(text).Value;

    private static string Text(LocalDate date) => NodaTime.Text.LocalDatePattern.Iso.Format(date);

    private static string Text(DateInterval? part) => part is null ? "" : $"{Text(part.Start)}..{Text(part.End)}";
}
