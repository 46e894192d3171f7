using NodaTime;

namespace IotPlatform.Telemetry;

/// <summary>Makes the days of the log ahead and drops those that are past the retention.</summary>
public sealed class TelemetryMaintenance(
    DayPartitions partitions, ITelemetryRetention retention, IClock clock, TelemetryOptions options, ILogger<TelemetryMaintenance> log)
{
    /// <summary>One round; says how many days were dropped.</summary>
    public async Task<int> RunOnceAsync(CancellationToken cancellation)
    {
        var now = clock.GetCurrentInstant();
        await partitions.EnsureAheadAsync(now, cancellation);
        return await partitions.DropBeforeAsync(now - retention.Longest, cancellation);
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
                if (dropped > 0) log.LogInformation("Dropped {Days} expired days of telemetry", dropped);
            }
            catch (Exception e) when (!cancellation.IsCancellationRequested)
            {
                log.LogWarning(e, "The telemetry log's partitions can't be maintained; trying again in {Interval}", options.MaintenanceInterval);
            }
        }
        while (await timer.WaitForNextTickAsync(cancellation));
    }
}
