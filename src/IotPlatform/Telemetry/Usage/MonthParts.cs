using NodaTime;

namespace IotPlatform.Telemetry;

/// <summary>A period taken apart: whole months, each by its first day, and what sticks out before and after them.</summary>
public sealed record MonthParts(IReadOnlyList<LocalDate> Months, DateInterval? Head, DateInterval? Tail)
{
    /// <summary>The parts of the days from <paramref name="first"/> to <paramref name="last"/>.</summary>
    public static MonthParts Of(LocalDate first, LocalDate last)
    {
        var start = first.Day == 1 ? first : first.With(DateAdjusters.StartOfMonth).PlusMonths(1);
        // The first day after the last whole month.
        var end = last.PlusDays(1).With(DateAdjusters.StartOfMonth);
        if (end <= start) return new([], start > last ? new(first, last) : first < start ? new(first, start.PlusDays(-1)) : null, start > last ? null : new(start, last));
        List<LocalDate> months = [];
        for (var month = start; month < end; month = month.PlusMonths(1)) months.Add(month);
        return new(months, first < start ? new(first, start.PlusDays(-1)) : null, end <= last ? new(end, last) : null);
    }
}
