using System.Diagnostics;
using IotPlatform.RuleEngine;
using NodaTime;

namespace IotPlatform.Monitoring;

/// <summary>
/// Stores what evaluation remembers, now and then, and notices when the database was away: what devices could not tell meanwhile is
/// not held against them.
/// </summary>
public sealed class EvaluationStore(
    RuleStates states, RuleStateStore store, EvaluationClock time, Evaluation evaluation, PlatformOutages outages, MonitoringGrace grace,
    ILogger<EvaluationStore> log)
{
    // What a crash takes is evaluated again, so this is how long that takes at most; and each state that changed costs a row each time.
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan RetryPause = TimeSpan.FromMilliseconds(500);

    // Where much changes, storing takes no more than this part of the time.
    private const int MostOfTime = 20;

    private Tenure _tenure = null!;
    private long _next = Stopwatch.GetTimestamp();
    private Instant? _awaySince;

    /// <summary>Whether it is time to store.</summary>
    public bool IsDue => Stopwatch.GetTimestamp() >= _next;

    /// <summary>Stores for this tenure from here on.</summary>
    public void Begin(Tenure tenure) => _tenure = tenure;

    /// <summary>Stores as soon as may be.</summary>
    public void Hurry() => _next = Stopwatch.GetTimestamp();

    /// <summary>Stores what has changed. A database that is away is tried again later, while evaluation goes on as far as it can.</summary>
    public async Task StoreAsync(CancellationToken cancellation)
    {
        var started = Stopwatch.GetTimestamp();
        var pause = RetryPause;
        try
        {
            await StoreOnceAsync(cancellation);
            if (_awaySince is { } since) await ReturnAsync(since, cancellation);
            var longEnough = Stopwatch.GetElapsedTime(started) * MostOfTime;
            pause = longEnough > Interval ? longEnough : Interval;
        }
        catch (Exception fault) when (!cancellation.IsCancellationRequested && DatabaseRetry.IsOutage(fault))
        {
            _awaySince ??= time.PassedUntil;
            log.LogError(fault, "What evaluation remembers cannot be stored; trying again");
        }
        _next = Stopwatch.GetTimestamp() + (long)(pause.TotalSeconds * Stopwatch.Frequency);
    }

    /// <summary>Stores for the last time before the platform stops.</summary>
    public async Task TryStoreLastAsync(CancellationToken cancellation)
    {
        try
        {
            await StoreOnceAsync(cancellation);
        }
        catch (Exception fault) when (fault is not OperationCanceledException)
        {
            log.LogWarning(fault, "What evaluation remembers could not be stored at the end; the next start finds it in the logs");
        }
    }

    private async Task StoreOnceAsync(CancellationToken cancellation)
    {
        var changed = states.TakeChanged();
        try
        {
            await store.StoreAsync(_tenure, changed, new(time.Telemetry, time.Sessions, time.PassedUntil), cancellation);
        }
        catch
        {
            states.Restore(changed);
            throw;
        }
    }

    private async Task ReturnAsync(Instant since, CancellationToken cancellation)
    {
        var outage = new PlatformResumed(since, time.Now, grace.Length);
        await outages.RecordAsync(outage, cancellation);
        evaluation.Follow(outage);
        _awaySince = null;
    }
}

/// <summary>How long devices may take to connect again after the platform was away.</summary>
public sealed record MonitoringGrace(Duration Length);
