using NodaTime;

namespace IotPlatform.Cli.Simulation.Fleet;

/// <summary>The simulation's time, which begins when the fleet is connected.</summary>
internal sealed class FleetClock(TimeProvider time)
{
    private readonly long _begin = time.GetTimestamp();

    /// <summary>The beginning as times in payloads have it.</summary>
    public Instant Start { get; } = Instant.FromDateTimeOffset(time.GetUtcNow());

    /// <summary>Since the beginning.</summary>
    public TimeSpan Elapsed => time.GetElapsedTime(_begin);

    /// <summary>Waits for a time since the beginning; false if that ended before.</summary>
    public async Task<bool> ReachesAsync(TimeSpan at, CancellationToken stop)
    {
        var wait = at - Elapsed;
        if (wait > TimeSpan.Zero) await Task.Delay(wait, time, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return !stop.IsCancellationRequested;
    }
}
