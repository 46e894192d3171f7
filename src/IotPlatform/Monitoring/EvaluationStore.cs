using System.Diagnostics;
using IotPlatform.Connectivity;
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

    // Where much changes, storing takes no more than this part of the time, and evaluation goes on between one lot and the next.
    private const int MostOfTime = 20;
    private const int RowsAtOnce = 2_000;

    private Tenure _tenure = null!;
    private long _next = Stopwatch.GetTimestamp();
    private Round? _round;
    private Instant? _awaySince;

    /// <summary>Whether it is time to store.</summary>
    public bool IsDue => Stopwatch.GetTimestamp() >= _next;

    /// <summary>Stores for this tenure from here on.</summary>
    public void Begin(Tenure tenure) => _tenure = tenure;

    /// <summary>Stores as soon as may be.</summary>
    public void Hurry() => _next = Stopwatch.GetTimestamp();

    /// <summary>
    /// Stores some of what has changed. A database that is away is tried again later, while evaluation goes on as far as it can.
    /// </summary>
    public async Task StoreAsync(CancellationToken cancellation)
    {
        var started = Stopwatch.GetTimestamp();
        var round = _round ??= BeginRound();
        try
        {
            var isDone = await StoreSomeAsync(round, cancellation);
            round.Took += Stopwatch.GetElapsedTime(started);
            if (!isDone) return;
            _round = null;
            if (_awaySince is { } since) await ReturnAsync(since, cancellation);
            var longEnough = round.Took * MostOfTime;
            Pause(longEnough > Interval ? longEnough : Interval);
        }
        catch (Exception fault) when (!cancellation.IsCancellationRequested && DatabaseRetry.IsOutage(fault))
        {
            _awaySince ??= time.PassedUntil;
            Pause(RetryPause);
            log.LogError(fault, "What evaluation remembers cannot be stored; trying again");
        }
    }

    /// <summary>Stores for the last time before the platform stops.</summary>
    public async Task TryStoreLastAsync(CancellationToken cancellation)
    {
        try
        {
            if (_round is { } unfinished) states.Restore(unfinished.Left);
            var last = BeginRound();
            while (!await StoreSomeAsync(last, cancellation)) await Task.Yield();
        }
        catch (Exception fault)
        {
            log.LogWarning(fault, "What evaluation remembers could not be stored at the end; the next start finds it in the logs");
        }
    }

    // What changes from here on belongs to the next round. A state that is stored newer than the checkpoint does no harm: it knows its place.
    private Round BeginRound() => new(new(states.TakeChanged()), new(time.Telemetry, time.Sessions, time.PassedUntil));

    private async Task<bool> StoreSomeAsync(Round round, CancellationToken cancellation)
    {
        if (round.Left.Count > 0)
        {
            RuleOnDevice[] some = [.. round.Left.Take(RowsAtOnce)];
            await store.StoreAsync(_tenure, some, cancellation);
            for (var i = 0; i < some.Length; i++) round.Left.Dequeue();
            if (round.Left.Count > 0) return false;
        }
        await store.AdvanceAsync(_tenure, round.Progress, cancellation);
        return true;
    }

    private void Pause(TimeSpan pause) => _next = Stopwatch.GetTimestamp() + (long)(pause.TotalSeconds * Stopwatch.Frequency);

    private async Task ReturnAsync(Instant since, CancellationToken cancellation)
    {
        var outage = new PlatformResumed(since, time.Now, grace.Length);
        await outages.RecordAsync(new(outage.DownSince, outage.At, outage.Grace), cancellation);
        evaluation.Follow(outage);
        _awaySince = null;
    }

    // All that had changed at one moment, and how far evaluation was then.
    private sealed class Round(Queue<RuleOnDevice> left, Progress progress)
    {
        public Queue<RuleOnDevice> Left => left;

        public Progress Progress => progress;

        public TimeSpan Took { get; set; }
    }
}
