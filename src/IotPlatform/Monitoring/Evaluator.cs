using System.Diagnostics;
using System.Threading.Channels;
using IotPlatform.Connectivity;
using IotPlatform.Platform;
using IotPlatform.Telemetry;
using NodaTime;

namespace IotPlatform.Monitoring;

/// <summary>
/// Consumes both logs and makes verdicts true. Batches, sessions, transitions of alarms, changes of rules and devices, and deadlines all
/// pass through one loop, so each sees the states that the one before left. A checkpoint moves only after the effects before it are
/// committed.
/// </summary>
public sealed class Evaluator(
    Evaluation evaluation, EvaluationClock time, EvaluationStore store, Deadlines deadlines, VerdictRecorder recorder,
    MonitoringMetrics metrics, IHostApplicationLifetime lifetime, ILogger<Evaluator> log)
    : BackgroundService, ITelemetryConsumer, IConnectionObserver
{
    private static readonly Duration ShortestWait = Duration.FromMilliseconds(1);
    private static readonly Duration LongestWait = Duration.FromSeconds(5);

    // So many deadlines at a time, so that a mass outage keeps nothing else waiting.
    private const int DeadlinesAtOnce = 1_000;

    // Unbounded, yet never long: a consumer has one batch at a time under way, and changes come at the pace of commits.
    private readonly Channel<Func<CancellationToken, ValueTask>> _work = Channel.CreateUnbounded<Func<CancellationToken, ValueTask>>(
        new UnboundedChannelOptions { SingleReader = true });

    /// <inheritdoc/>
    public string Name => "evaluator";

    private bool IsStopping => lifetime.ApplicationStopping.IsCancellationRequested;

    /// <inheritdoc/>
    public ValueTask<long> ReadCheckpointAsync(CancellationToken cancellation) => ValueTask.FromResult(time.Telemetry);

    /// <inheritdoc/>
    public async ValueTask ConsumeAsync(TelemetryBatch batch, CancellationToken cancellation)
    {
        var evaluated = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Post(async stopping =>
        {
            using var span = Tracing.Source.StartActivity("evaluate page");
            span?.SetTag("rows", batch.Records.Count);
            var started = Stopwatch.GetTimestamp();
            evaluation.Take(batch);
            await ApplyAsync(stopping);
            time.Reach(batch);
            metrics.Evaluated(Stopwatch.GetElapsedTime(started));
            evaluated.SetResult();
        });
        await evaluated.Task.WaitAsync(cancellation);
    }

    /// <inheritdoc/>
    public void OnCommitted(IReadOnlyList<ConnectionChange> changes)
    {
        // The sessions that end because the platform stops are evaluated when it is there again, as leniently as any outage.
        if (IsStopping) return;
        Post(async stopping =>
        {
            foreach (var change in changes) evaluation.Take(change);
            await ApplyAsync(stopping);
            time.Reach(changes);
        });
    }

    /// <summary>Queues a change of what is evaluated, in the order in which changes come.</summary>
    public void Post(Func<CancellationToken, ValueTask> work) => _work.Writer.TryWrite(work);

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            while (true)
            {
                await WaitForWorkAsync(stoppingToken);
                while (_work.Reader.TryRead(out var work)) await work(stoppingToken);
                await ApplyAsync(stoppingToken);
                if (!IsStopping) await DeliverDeadlinesAsync(stoppingToken);
                if (store.IsDue) await store.StoreAsync(stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // What was not evaluated is in the logs, after the checkpoint.
        }
        catch (Exception fault)
        {
            // Without evaluation the platform would look healthy and miss alarms.
            log.LogCritical(fault, "Evaluation has failed; the platform stops");
            lifetime.StopApplication();
        }
    }

    /// <inheritdoc/>
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        if (ExecuteTask is { IsCompletedSuccessfully: true }) await store.TryStoreLastAsync(cancellationToken);
    }

    private async ValueTask DeliverDeadlinesAsync(CancellationToken cancellation)
    {
        var now = time.Seen();
        evaluation.TakeTime(now, DeadlinesAtOnce);
        await ApplyAsync(cancellation);
        if (!(deadlines.Next <= now)) time.Passed(now);
    }

    private async ValueTask ApplyAsync(CancellationToken cancellation)
    {
        if (evaluation.TakeEffects() is { Count: > 0 } effects) await recorder.RecordAsync(effects, cancellation);
    }

    private async Task WaitForWorkAsync(CancellationToken cancellation)
    {
        if (store.IsDue || _work.Reader.TryPeek(out _)) return;
        var patience = deadlines.Next is { } due ? Duration.Min(due - time.Now, LongestWait) : LongestWait;
        using var bound = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        bound.CancelAfter(Duration.Max(patience, ShortestWait).ToTimeSpan());
        try
        {
            await _work.Reader.WaitToReadAsync(bound.Token);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            // A deadline has come, or it is time to store.
        }
    }
}
