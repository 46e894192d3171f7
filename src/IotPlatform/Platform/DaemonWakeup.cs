using JasperFx.Events.Daemon.HighWater;

namespace IotPlatform.Platform;

/// <summary>
/// Wakes the projection daemon the moment a transaction of this node is committed, instead of letting it poll. Under load wake-ups are
/// spaced, so that the daemon takes what came in meanwhile as one page.
/// </summary>
public sealed class DaemonWakeup : IDaemonWakeup
{
    private static readonly TimeSpan Spacing = TimeSpan.FromMilliseconds(10);
    private readonly SemaphoreSlim _signal = new(0, 1);
    private long _lastWake;

    /// <summary>Says that there are new events. Cheap, and safe from any thread.</summary>
    public void Signal()
    {
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
        var sinceLast = System.Diagnostics.Stopwatch.GetElapsedTime(_lastWake);
        if (sinceLast < Spacing) await Task.Delay(Spacing - sinceLast, token);
        _lastWake = System.Diagnostics.Stopwatch.GetTimestamp();
    }

    /// <inheritdoc/>
    public void Dispose() => _signal.Dispose();
}
