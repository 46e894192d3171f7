using IotPlatform.Cli.Credentials;
using IotPlatform.Cli.Simulation.Plan;
using IotPlatform.Cli.Simulation.Reporting;
using MQTTnet.Protocol;

namespace IotPlatform.Cli.Simulation.Fleet;

/// <summary>All devices at work: they connect one after the other, then the simulation's time begins.</summary>
internal sealed class SimulatedFleet : IDisposable
{
    private static readonly TimeSpan TimeToDrain = TimeSpan.FromSeconds(15);

    private readonly FleetPlan _plan;
    private readonly TimeProvider _time;
    private readonly List<DeviceSession> _sessions;
    private FleetClock? _clock;
    private TimeSpan? _took;

    public SimulatedFleet(
        FleetPlan plan, IReadOnlyList<DeviceCredentials> credentials, Broker broker, MqttQualityOfServiceLevel qos,
        Registration registration, TimeProvider time)
    {
        (_plan, _time) = (plan, time);
        _sessions = [.. credentials.Select(one => new DeviceSession(one, broker, qos, registration, Tally, time))];
    }

    public Tally Tally { get; } = new();

    /// <summary>How long messages have been sent.</summary>
    public TimeSpan Elapsed => _took ?? _clock?.Elapsed ?? TimeSpan.Zero;

    /// <summary>How many devices are connected now.</summary>
    public int Connected => _sessions.Count(session => session.IsConnected);

    /// <summary>How many there are.</summary>
    public int Count => _sessions.Count;

    /// <summary>Whether the fleet still gathers.</summary>
    public bool IsConnecting => _clock is null;

    /// <summary>Connects the fleet, so many devices a second.</summary>
    public async Task ConnectAsync(double perSecond, CancellationToken stop)
    {
        var ramp = new FleetClock(_time);
        var connecting = new List<Task>();
        foreach (var (number, session) in _sessions.Index())
        {
            if (!await ramp.ReachesAsync(TimeSpan.FromSeconds(number / perSecond), stop)) break;
            connecting.Add(TryConnectAsync(session, stop));
        }

        await Task.WhenAll(connecting);
        if (Connected == 0 && !stop.IsCancellationRequested)
            throw new RefusedException($"No device could connect ({Tally.LastError}): say where the broker is with --mqtt HOST:PORT");
    }

    /// <summary>
    /// Carries out the plan; ends when it is done or <paramref name="stop"/> says so, and what is in flight is acknowledged or given up.
    /// </summary>
    public async Task RunAsync(CancellationToken stop)
    {
        _clock = new FleetClock(_time);
        using var end = CancellationTokenSource.CreateLinkedTokenSource(stop);
        using var giveUp = new CancellationTokenSource();
        var runs = Task.WhenAll(_sessions.Select((session, number) => new DeviceRun(session, Tally, _clock)
            .RunAsync(_plan.Devices[number].Messages(_clock.Start, _plan.End, _plan.Quotas[number]), end.Token, giveUp.Token)));
        await Task.WhenAny(runs, EndAsync(_clock, stop));
        await end.CancelAsync();
        giveUp.CancelAfter(TimeToDrain);
        await runs;
        _took = _clock.Elapsed;
    }

    /// <summary>Says goodbye for all of them.</summary>
    public Task LeaveAsync() => Task.WhenAll(_sessions.Select(session => session.LeaveAsync()));

    public void Dispose() => _sessions.ForEach(session => session.Dispose());

    // A device that is late may still send what was due before the end.
    private Task EndAsync(FleetClock clock, CancellationToken stop) =>
        _plan.End == TimeSpan.MaxValue ? Task.Delay(Timeout.Infinite, stop) : clock.ReachesAsync(_plan.End + TimeToDrain, stop);

    private async Task TryConnectAsync(DeviceSession session, CancellationToken stop)
    {
        try
        {
            await session.ConnectAsync(stop);
        }
        catch (Exception fault)
        {
            if (!stop.IsCancellationRequested) Tally.Fail($"{session.DeviceId}: {fault.Message}");
        }
    }
}
