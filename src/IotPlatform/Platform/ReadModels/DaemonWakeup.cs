using JasperFx.Events.Daemon.HighWater;

namespace IotPlatform.Platform;

/// <summary>
/// Wakes the projection daemon the moment a transaction of this node is committed, instead of letting it poll. When many commit at once
/// wake-ups are spaced, so that the daemon takes what came in meanwhile as one page: a page costs much the same with one event or fifty.
/// </summary>
public sealed class DaemonWakeup : IDaemonWakeup
{
    private static readonly TimeSpan CalmSpacing = TimeSpan.FromMilliseconds(3);
    private static readonly TimeSpan BusySpacing = TimeSpan.FromMilliseconds(25);
    private const int BusyCommits = 6;
    private readonly SemaphoreSlim _signal = new(0, 1);
    private int _commits;
    private long _lastWake;

    /// <summary>Says that there are new events. Cheap, and safe from any thread.</summary>
    public void Signal()
    {
        Interlocked.Increment(ref _commits);
        if (_signal.CurrentCount > 0) return;
        try
        {
            _signal.Release();
        }
        catch (SemaphoreFullException)
        {
            // Another thread signalled in the same instant; one signal is enough.
        }
    }

    /// <inheritdoc/>
    public async Task WaitAsync(TimeSpan timeout, CancellationToken token)
    {
        if (!await _signal.WaitAsync(timeout, token)) return;
        var spacing = Interlocked.Exchange(ref _commits, 0) >= BusyCommits ? BusySpacing : CalmSpacing;
        var sinceLast = System.Diagnostics.Stopwatch.GetElapsedTime(_lastWake);
        if (sinceLast < spacing) await Task.Delay(spacing - sinceLast, token);
        _lastWake = System.Diagnostics.Stopwatch.GetTimestamp();
    }

    /// <inheritdoc/>
    public void Dispose() => _signal.Dispose();
}
