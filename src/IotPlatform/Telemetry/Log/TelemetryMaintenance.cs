using NodaTime;

namespace IotPlatform.Telemetry;

/// <summary>
/// Keeps the tables in shape: makes the log's days ahead, packs the hours that are over and what came late, and drops what is packed and
/// what is past the retention.
/// </summary>
public sealed class TelemetryMaintenance(
    DayPartitions partitions, HourDays hours, HourPacking packing, LatePacking late, SettledDays settled, ShorterRetention shorter,
    ITelemetryRetention retention, IClock clock, TelemetryOptions options, ILogger<TelemetryMaintenance> log)
{
    /// <summary>One round; says how many days were dropped.</summary>
    public async Task<int> RunOnceAsync(CancellationToken cancellation)
    {
        var now = clock.GetCurrentInstant();
        await partitions.EnsureAheadAsync(now, cancellation);
        var packed = await packing.PackDueAsync(now, cancellation);
        await late.PackAsync(now - LatePacking.Delay, cancellation);
        if (packed > 0) await shorter.DeleteAsync(now, cancellation);
        return await settled.DropAsync(now, cancellation)
            + await partitions.DropBeforeAsync(now - retention.Longest, cancellation)
            + await hours.DropBeforeAsync(now - retention.Longest, cancellation);
    }

    /// <summary>A round every now and then, until cancelled.</summary>
    public async Task RunAsync(CancellationToken cancellation)
    {
        using var timer = new PeriodicTimer(options.MaintenanceInterval);
        do
        {
            try
            {
                var dropped = await RunOnceAsync(cancellation);
                if (dropped > 0) log.LogInformation("Dropped {Days} days of telemetry that were packed or expired", dropped);
            }
            catch (Exception e) when (!cancellation.IsCancellationRequested)
            {
                log.LogWarning(e, "The telemetry's tables can't be maintained; trying again in {Interval}", options.MaintenanceInterval);
            }
        }
        while (await timer.WaitForNextTickAsync(cancellation));
    }
}
