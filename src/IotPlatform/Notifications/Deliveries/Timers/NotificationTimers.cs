namespace IotPlatform.Notifications;

/// <summary>Does each second what nobody else's event sets off: messages of groups that are complete, reminders, escalations.</summary>
public sealed class NotificationTimers(
    GroupMessages groups, Reminders reminders, GroupTimelines timelines, TimeProvider time, ILogger<NotificationTimers> log)
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    /// <summary>Works until cancelled.</summary>
    public async Task RunAsync(CancellationToken cancellation)
    {
        using var timer = new PeriodicTimer(Interval, time);
        do
        {
            await TryAsync(groups.MakeAsync, cancellation);
            await TryAsync(reminders.RemindAsync, cancellation);
            await TryAsync(timelines.TellAsync, cancellation);
        }
        while (await timer.WaitForNextTickAsync(cancellation));
    }

    // What fails here must keep neither the others nor the sending.
    private async Task TryAsync(Func<CancellationToken, Task> work, CancellationToken cancellation)
    {
        try
        {
            await work(cancellation);
        }
        catch (Exception fault) when (fault is not OperationCanceledException)
        {
            log.LogError(fault, "{Work} failed; it is tried again in {Interval}", work.Method.DeclaringType!.Name, Interval);
        }
    }
}
