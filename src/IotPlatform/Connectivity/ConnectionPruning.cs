using NodaTime;
using Npgsql;

namespace IotPlatform.Connectivity;

/// <summary>Deletes connections that ended too long ago, a bounded number at a time.</summary>
internal sealed class ConnectionPruning(
    ConnectionStore store, ConnectivitySettings settings, IClock clock, ILogger<ConnectionPruning> logger)
    : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromHours(1);

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval);
        try
        {
            do await PruneAsync(stoppingToken).ConfigureAwait(false);
            while (await timer.WaitForNextTickAsync(stoppingToken).ConfigureAwait(false));
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
            var before = clock.GetCurrentInstant() - settings.Keep;
            while (await store.DeleteEndedAsync(before, cancellation).ConfigureAwait(false) > 0) await Task.Yield();
        }
        catch (NpgsqlException failed)
        {
            logger.LogWarning(failed, "Old connections could not be deleted; it is tried again in an hour");
        }
    }
}
