using System.Threading.Channels;
using IotPlatform.Alarms;
using IotPlatform.RuleEngine;
using IotPlatform.Telemetry;
using NodaTime;

namespace IotPlatform.Monitoring;

/// <summary>
/// Consumes committed telemetry and makes verdicts true. Batches, transitions of alarms, changes of rules and deadlines all pass through
/// one loop, so each sees the states that the one before left. The checkpoint moves only after a batch's effects are committed.
/// </summary>
public sealed class Evaluator(
    Evaluation evaluation, RuleStates states, Deadlines deadlines, RecordFiring firings, IngestPosition ingest, DatabaseRetry retry,
    IClock clock)
    : BackgroundService, ITelemetryConsumer
{
    // What a crash takes is evaluated again, so this is how long that takes at most; and each state that changed costs a row each time.
    private static readonly TimeSpan StoreInterval = TimeSpan.FromSeconds(5);
    private static readonly Duration ShortestWait = Duration.FromMilliseconds(1);
    private const int ParallelEffects = 8;

    // Unbounded, yet never long: a consumer has one batch at a time under way, and changes come at the pace of commands.
    private readonly Channel<Func<CancellationToken, Task>> _work = Channel.CreateUnbounded<Func<CancellationToken, Task>>(
        new UnboundedChannelOptions { SingleReader = true });

    /// <inheritdoc/>
    public string Name => "evaluator";

    /// <inheritdoc/>
    public ValueTask<long> ReadCheckpointAsync(CancellationToken cancellation) => ValueTask.FromResult(states.Checkpoint);

    /// <inheritdoc/>
    public async ValueTask ConsumeAsync(TelemetryBatch batch, CancellationToken cancellation)
    {
        var evaluated = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await _work.Writer.WriteAsync(
            async stopping =>
            {
                await EvaluateAsync(batch, stopping);
                evaluated.SetResult();
            },
            cancellation);
        await evaluated.Task.WaitAsync(cancellation);
    }

    /// <summary>Queues a change of what is evaluated, in the order in which changes come.</summary>
    public void Post(Action change)
    {
        Func<CancellationToken, Task> work = _ =>
        {
            change();
            return Task.CompletedTask;
        };
        _work.Writer.TryWrite(work);
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var nextStore = clock.GetCurrentInstant();
        try
        {
            while (true)
            {
                await WaitForWorkAsync(nextStore, stoppingToken);
                while (_work.Reader.TryRead(out var work)) await work(stoppingToken);
                await ApplyAsync(await evaluation.TakeTimeAsync(TimeSeen(), stoppingToken), stoppingToken);
                if (clock.GetCurrentInstant() < nextStore) continue;
                await retry.UntilDoneAsync(() => states.StoreAsync(stoppingToken), stoppingToken);
                nextStore = clock.GetCurrentInstant() + Duration.FromTimeSpan(StoreInterval);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // What was not evaluated is in the log, after the checkpoint.
        }
    }

    /// <inheritdoc/>
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        await states.StoreAsync(cancellationToken);
    }

    // A timer must not overtake a sample that was received before it and is still on its way through the ingest.
    private Instant TimeSeen()
    {
        var now = clock.GetCurrentInstant();
        return ingest.IsCoveredBy(states.Checkpoint) ? now : evaluation.EvaluatedUntil;
    }

    private async Task WaitForWorkAsync(Instant nextStore, CancellationToken cancellation)
    {
        var until = deadlines.Next is { } due && due < nextStore ? due : nextStore;
        var patience = Duration.Max(until - clock.GetCurrentInstant(), ShortestWait);
        using var bound = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        bound.CancelAfter(patience.ToTimeSpan());
        try
        {
            await _work.Reader.WaitToReadAsync(bound.Token);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            // A deadline has come, or it is time to store.
        }
    }

    private async Task EvaluateAsync(TelemetryBatch batch, CancellationToken cancellation)
    {
        await ApplyAsync(await evaluation.TakeAsync(batch, cancellation), cancellation);
        states.Advance(batch.LastSeq);
    }

    // The verdicts of one rule on one device take effect in their order; those of others side by side.
    private async Task ApplyAsync(List<Effect> effects, CancellationToken cancellation)
    {
        if (effects.Count == 0) return;
        var lanes = effects.GroupBy(effect => (effect.Firing.Customer, effect.Firing.RuleId, effect.Firing.DeviceId));
        var options = new ParallelOptions { MaxDegreeOfParallelism = ParallelEffects, CancellationToken = cancellation };
        await Parallel.ForEachAsync(lanes, options, async (lane, stopping) =>
        {
            foreach (var effect in lane) await retry.UntilDoneAsync(() => MakeTrueAsync(effect, stopping), stopping);
        });
    }

    private Task MakeTrueAsync(Effect effect, CancellationToken cancellation) => effect.Kind is VerdictKind.Resolve
        ? firings.ResolveAsync(effect.Firing, cancellation)
        : firings.TriggerAsync(effect.Firing, cancellation);
}
