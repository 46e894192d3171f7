using NodaTime;
using Npgsql;

namespace IotPlatform.Notifications;

/// <summary>Deletes deliveries that are too old, a bounded number at a time.</summary>
public sealed class DeliveryPruning(DeliveryLog log, IClock clock, TimeProvider time, ILogger<DeliveryPruning> logger) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromHours(1);
    private static readonly Duration Keep = Duration.FromDays(90);

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, time);
        try
        {
            do await PruneAsync(stoppingToken);
            while (await timer.WaitForNextTickAsync(stoppingToken));
        }
        catch (OperationCanceledException)
        {
            // The platform stops.
        }
    }

    private async Task PruneAsync(CancellationToken cancellation)
    {
        try
        {
            while (await log.PruneAsync(clock.GetCurrentInstant() - Keep, cancellation) > 0) await Task.Yield();
        }
        catch (NpgsqlException failed)
        {
            logger.LogWarning(failed, "Old deliveries could not be deleted; it is tried again in an hour");
        }
    }
}
