using IotPlatform.Telemetry;
using NodaTime;

namespace IotPlatform.Insights;

/// <summary>What a customer's devices have sent.</summary>
public sealed record Usage(
    UsagePeriod Period, UsageSummary Summary, IReadOnlyList<UsageOfDay> DailyBreakdown, IReadOnlyList<UsageOfDevice> TopDevices)
{
    /// <summary>The answer: a row for each day of the period, also for those without messages.</summary>
    /// <param name="names">The names of the devices that are registered; others are shown by their ids.</param>
    public static Usage Of(UsageQuery query, PeriodUsage sent, long devices, IReadOnlyDictionary<string, string> names)
    {
        var bytes = sent.Days.Sum(day => day.Bytes);
        var days = sent.Days.ToDictionary(day => day.Day);
        return new(
            new(Text(query.First), Text(query.Last)),
            new(sent.Days.Sum(day => day.Messages), bytes, Megabytes(bytes), sent.ActiveDevices, devices),
            [.. query.Days.Select(day => OfDay(day, days.GetValueOrDefault(day)))],
            [.. sent.Top.Select(device => new UsageOfDevice(device.DeviceId, names.GetValueOrDefault(device.DeviceId), device.Messages, Megabytes(device.Bytes)))]);
    }

    // Of 1,000,000 bytes, as bandwidth is sold.
    private static decimal Megabytes(long bytes) => Math.Round(bytes / 1_000_000m, 6);

    private static UsageOfDay OfDay(LocalDate day, DayUsage? sent) =>
        new(Text(day), sent?.Messages ?? 0, sent?.Bytes ?? 0, Megabytes(sent?.Bytes ?? 0), sent?.ActiveDevices ?? 0);

    private static string Text(LocalDate day) => NodaTime.Text.LocalDatePattern.Iso.Format(day);
}

/// <summary>From which day to which, both included, in UTC.</summary>
/// <param name="StartDate">The first day.</param>
/// <param name="EndDate">The last day.</param>
public sealed record UsagePeriod(string StartDate, string EndDate);

/// <summary>All of the period.</summary>
/// <param name="TotalMessages">Messages that were taken in.</param>
/// <param name="TotalBytes">Their topics and payloads.</param>
/// <param name="TotalBandwidthMb">The same in megabytes of 1,000,000 bytes.</param>
/// <param name="ActiveDevices">Different devices that sent anything in the period, those that are deleted now too.</param>
/// <param name="TotalDevices">Devices that are registered now.</param>
public sealed record UsageSummary(long TotalMessages, long TotalBytes, decimal TotalBandwidthMb, long ActiveDevices, long TotalDevices);

/// <summary>A UTC day.</summary>
/// <param name="Date">The day.</param>
/// <param name="Messages">Messages that were taken in.</param>
/// <param name="Bytes">Their topics and payloads.</param>
/// <param name="BandwidthMb">The same in megabytes of 1,000,000 bytes.</param>
/// <param name="ActiveDevices">Devices that sent anything on the day.</param>
public sealed record UsageOfDay(string Date, long Messages, long Bytes, decimal BandwidthMb, long ActiveDevices);

/// <summary>One of the ten devices that sent most.</summary>
/// <param name="Name">Its name; null for one that is deleted.</param>
/// <param name="Messages">Messages that were taken in.</param>
/// <param name="BandwidthMb">Their topics and payloads, in megabytes of 1,000,000 bytes.</param>
public sealed record UsageOfDevice(string DeviceId, string? Name, long Messages, decimal BandwidthMb);
