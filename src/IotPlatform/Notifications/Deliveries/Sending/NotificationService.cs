namespace IotPlatform.Notifications;

/// <summary>Sends notifications as long as the platform runs, on one node at a time.</summary>
public sealed class NotificationService(
    SendingRole role, Dispatcher dispatcher, Outcomes outcomes, NotificationTimers timers, TimeProvider time,
    ILogger<NotificationService> log)
    : BackgroundService
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await role.HoldAsync(WorkAsync, stoppingToken);
            }
            catch (Exception fault) when (!stoppingToken.IsCancellationRequested)
            {
                log.LogError(fault, "Notifications are interrupted; they go on in {Pause}", Pause);
            }
            catch (OperationCanceledException)
            {
                return;
            }
            await Task.Delay(Pause, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    // One that fails ends them all, so that they begin anew together; what was sent meanwhile is recorded before.
    private async Task WorkAsync(CancellationToken cancellation)
    {
        using var recorded = new CancellationTokenSource();
        using var end = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var recording = outcomes.RunAsync(recorded.Token);
        Task[] works = [dispatcher.RunAsync(end.Token), timers.RunAsync(end.Token)];
        await Task.WhenAny([.. works, recording]);
        await end.CancelAsync();
        try
        {
            await Task.WhenAll(works);
        }
        finally
        {
            await recorded.CancelAsync();
            await recording.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }
}
