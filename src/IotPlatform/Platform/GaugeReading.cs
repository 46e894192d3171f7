namespace IotPlatform.Platform;

/// <summary>
/// Reads what a gauge shows from the database, now and then, so that a scrape costs no query. While the database is away the gauge stays
/// as it was.
/// </summary>
public abstract class GaugeReading(TimeProvider time, ILogger log) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(10);

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, time);
        try
        {
            do
            {
                try
                {
                    await ReadAsync(stoppingToken);
                }
                catch (Exception fault) when (!stoppingToken.IsCancellationRequested)
                {
                    log.LogWarning(fault, "A gauge cannot be read; trying again in {Interval}", Interval);
                }
            }
            while (await timer.WaitForNextTickAsync(stoppingToken));
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The platform stops.
        }
    }

    /// <summary>Reads anew.</summary>
    protected abstract Task ReadAsync(CancellationToken cancellation);
}
