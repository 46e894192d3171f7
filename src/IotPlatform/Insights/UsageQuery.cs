using IotPlatform.Platform;
using NodaTime;
using NodaTime.Text;

namespace IotPlatform.Insights;

/// <summary>Which usage is asked for.</summary>
/// <param name="First">The first day, in UTC.</param>
/// <param name="Last">The last day.</param>
/// <param name="DeviceId">Of this device alone; null: of all.</param>
public sealed record UsageQuery(LocalDate First, LocalDate Last, string? DeviceId)
{
    /// <summary>How many days may be asked for.</summary>
    public const int MostDays = 366;

    private const string StartDate = "start_date", EndDate = "end_date";

    /// <summary>Each day of the period.</summary>
    public IEnumerable<LocalDate> Days => Enumerable.Range(0, Period.DaysBetween(First, Last) + 1).Select(number => First.PlusDays(number));

    /// <summary>
    /// Reads the parameters, and all that is wrong with them. Without any it is the current UTC month; what has a start alone ends today,
    /// and what has an end alone begins with the month that it is in.
    /// </summary>
    public static (UsageQuery? Query, IReadOnlyList<Fault> Faults) Read(IQueryCollection parameters, LocalDate today)
    {
        List<Fault> faults = [];
        var (start, end) = (Date(parameters, StartDate, faults), Date(parameters, EndDate, faults));
        var device = parameters.TryGetValue("device_id", out var given) ? given[^1] : null;
        if (faults.Count > 0) return (null, faults);
        var first = start ?? (end ?? today).With(DateAdjusters.StartOfMonth);
        var last = end ?? (start is null ? today.With(DateAdjusters.EndOfMonth) : LocalDate.Max(first, today));
        if (last < first) return (null, [new Fault(EndDate, $"must not be before {StartDate}")]);
        if (Period.DaysBetween(first, last) >= MostDays)
            return (null, [new Fault(EndDate, $"must be at most {MostDays} days from {StartDate}, both included")]);
        return (new(first, last, device), []);
    }

    private static LocalDate? Date(IQueryCollection parameters, string name, List<Fault> faults)
    {
        if (!parameters.TryGetValue(name, out var values)) return null;
        if (LocalDatePattern.Iso.Parse(values[^1] ?? "") is { Success: true, Value: { Year: >= 1970 and <= 9998 } date }) return date;
        faults.Add(new(name, "must be a date such as 2026-01-31"));
        return null;
    }
}
