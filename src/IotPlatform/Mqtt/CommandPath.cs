using NodaTime;

namespace IotPlatform.Mqtt;

/// <summary>
/// The way of commands to one connection, past the MQTT server's own queue: what waits is asked for when there is reason to, written as
/// far as the client's receive maximum allows, and reported. One loop at a time does all of it, so a command is never written twice.
/// </summary>
internal sealed partial class CommandPath(
    DeviceSession session, ICommandSource source, PacketWriter writer, IClock clock, ILogger logger, bool isVersion5,
    CancellationToken closed)
{
    private static readonly TimeSpan RetryPause = TimeSpan.FromSeconds(2);

    private readonly Lock _lock = new();
    private readonly List<CommandReport> _reports = [];
    private readonly HashSet<ushort> _unacknowledged = [];
    private Task _loop = Task.CompletedTask;
    private bool _isOpen, _isWanted, _isRunning, _isResubscribed;

    /// <summary>The device was welcomed: from now on it gets its commands.</summary>
    public void Open()
    {
        lock (_lock) _isOpen = true;
        Wake();
    }

    /// <summary>There may be something to send.</summary>
    public void Wake()
    {
        lock (_lock)
        {
            if (!_isOpen || (_reports.Count is 0 && !session.Memory.HasSubscriptions)) return;
            _isWanted = true;
            if (_isRunning) return;
            _isRunning = true;
            _loop = Task.Run(RunAsync, CancellationToken.None);
        }
    }

    /// <summary>The device has subscribed: what nothing matched may match now.</summary>
    public void Resubscribed()
    {
        lock (_lock) _isResubscribed = true;
        Wake();
    }

    /// <summary>The device has acknowledged a packet.</summary>
    public void Acknowledge(ushort packetId)
    {
        if (session.Memory.InFlight.Acknowledge(packetId) is not { } commandId) return;
        lock (_lock)
        {
            _unacknowledged.Remove(packetId);
            _reports.Add(new(commandId, 1, true, clock.GetCurrentInstant()));
        }
        Wake();
    }

    /// <summary>The connection is over; done when what is known of its commands is reported.</summary>
    public async Task EndAsync()
    {
        Task loop;
        Wake();
        lock (_lock) loop = _loop;
        await loop.ConfigureAwait(false);
    }

    private async Task RunAsync()
    {
        while (TakeTurn())
        {
            try
            {
                await ReportAsync().ConfigureAwait(false);
                while (!closed.IsCancellationRequested && await SendPageAsync().ConfigureAwait(false))
                    await ReportAsync().ConfigureAwait(false);
            }
            catch (Exception) when (closed.IsCancellationRequested)
            {
                // What was not reported goes again, in the device's next session.
            }
            catch (Exception failed)
            {
                logger.LogWarning(
                    failed, "Commands of device {DeviceId} could not be read or noted; trying again", session.Device.DeviceId);
                await Task.Delay(RetryPause, closed).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                lock (_lock) _isWanted |= !closed.IsCancellationRequested;
            }
        }
    }

    private bool TakeTurn()
    {
        lock (_lock)
        {
            _isRunning = _isWanted;
            _isWanted = false;
            if (_isResubscribed) _skipped.Clear();
            _isResubscribed = false;
            return _isRunning;
        }
    }

    private async Task ReportAsync()
    {
        CommandReport[] reports;
        lock (_lock) reports = [.. _reports];
        if (reports.Length is 0) return;
        await source.ReportAsync(session.Device, reports, CancellationToken.None).ConfigureAwait(false);
        lock (_lock) _reports.RemoveRange(0, reports.Length);
        foreach (var report in reports)
            if (report.IsAcknowledged || report.QoS is 0) _written.Remove(report.CommandId);
    }
}
