namespace IotPlatform.Notifications;

/// <summary>Does each second what nobody else's event sets off: messages of groups that are complete, reminders, escalations.</summary>
public sealed class NotificationTimers(GroupMessages groups, Reminders reminders, GroupTimelines timelines, TimeProvider time)
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    /// <summary>Works until cancelled.</summary>
    public async Task RunAsync(CancellationToken cancellation)
    {
        using var timer = new PeriodicTimer(Interval, time);
        do await WorkAsync(cancellation);
        while (await timer.WaitForNextTickAsync(cancellation));
    }

    /// <summary>Does all that is due by now.</summary>
    public async Task WorkAsync(CancellationToken cancellation)
    {
        await groups.MakeAsync(cancellation);
        await reminders.RemindAsync(cancellation);
        await timelines.TellAsync(cancellation);
    }
}
