using IotPlatform.Cli.Simulation.Faults;
using IotPlatform.Cli.Simulation.Plan;
using IotPlatform.Cli.Simulation.Reporting;

namespace IotPlatform.Cli.Simulation.Fleet;

/// <summary>Carries out one device's plan.</summary>
internal sealed class DeviceRun(DeviceSession session, Tally tally, FleetClock clock)
{
    // A broker that is slow slows the device, as a device's own queue would.
    private const int MostInFlight = 100;

    private readonly HashSet<Task> _inFlight = [];

    /// <summary>
    /// Sends each message when it is due, without waiting for those before it. Ends when all are sent, or <paramref name="stop"/> says so,
    /// and none is in flight any more; <paramref name="giveUp"/> ends that waiting.
    /// </summary>
    public async Task RunAsync(IEnumerable<PlannedMessage> messages, CancellationToken stop, CancellationToken giveUp)
    {
        foreach (var message in messages)
        {
            if (!await clock.ReachesAsync(message.At, stop)) break;
            foreach (var fault in message.Faults) tally.Hit(fault);
            await PrepareAsync(message);
            if (message.IsWithheld) tally.Withhold();
            else await SendAsync(message, giveUp);
        }

        await Task.WhenAll(_inFlight);
    }

    private async Task PrepareAsync(PlannedMessage message)
    {
        if (message.Faults.Contains(FaultKind.Flapping) && session.IsConnected) await SettledAsync(session.Break);
        else if (message.Faults.Contains(FaultKind.Reconnect)) await SettledAsync(session.LeaveAsync);
    }

    private async Task SendAsync(PlannedMessage message, CancellationToken giveUp)
    {
        for (var copies = message.Faults.Contains(FaultKind.Duplicate) ? 2 : 1; copies > 0; copies--)
        {
            _inFlight.RemoveWhere(task => task.IsCompletedSuccessfully);
            if (_inFlight.Count >= MostInFlight) await Task.WhenAny(_inFlight);
            _inFlight.Add(session.PublishAsync(message, giveUp));
        }
    }

    // A fault of the fleet's own is to lose no message: what is in flight comes first.
    private async Task SettledAsync(Func<Task> leave)
    {
        await Task.WhenAll(_inFlight);
        await leave();
    }

    private Task SettledAsync(Action leave) => SettledAsync(() =>
    {
        leave();
        return Task.CompletedTask;
    });
}
