using Medallion.Threading.Postgres;
using Npgsql;

namespace IotPlatform.Notifications;

/// <summary>
/// Sends notifications as long as the platform runs, on one node at a time: a lock in the database says which, and goes to the next one when
/// that dies.
/// </summary>
public sealed class NotificationService(
    NpgsqlDataSource database, Dispatcher dispatcher, OutcomeQueue outcomes, NotificationTimers timers, TimeProvider time,
    ILogger<NotificationService> log)
    : BackgroundService
{
    private static readonly PostgresAdvisoryLockKey Role = new("iot notifications", allowHashing: true);
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await using var role = await new PostgresDistributedLock(Role, database).AcquireAsync(cancellationToken: stoppingToken);
                await RunAsync(role.HandleLostToken, stoppingToken);
            }
            catch (Exception fault) when (!stoppingToken.IsCancellationRequested)
            {
                log.LogError(fault, "Notifications are interrupted; they go on in {Pause}", Pause);
                await Task.Delay(Pause, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
            catch (OperationCanceledException)
            {
                return;
            }
        }
    }

    // One that fails ends them all, so that they begin anew together.
    private async Task RunAsync(CancellationToken lost, CancellationToken stopping)
    {
        using var end = CancellationTokenSource.CreateLinkedTokenSource(lost, stopping);
        Task[] works = [dispatcher.RunAsync(end.Token), outcomes.RunAsync(end.Token), timers.RunAsync(end.Token)];
        await Task.WhenAny(works);
        await end.CancelAsync();
        await Task.WhenAll(works);
    }
}
