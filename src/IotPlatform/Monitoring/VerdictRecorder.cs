using IotPlatform.Alarms;
using IotPlatform.RuleEngine;

namespace IotPlatform.Monitoring;

/// <summary>Makes verdicts true, each exactly once. One that cannot be is reported and skipped, so that it holds up nobody.</summary>
public sealed class VerdictRecorder(RecordFiring firings, DatabaseRetry retry, EvaluationFaults faults)
{
    private const int Parallel = 8;

    /// <summary>The verdicts of one rule on one device take effect in their order; those of others side by side.</summary>
    public async ValueTask RecordAsync(IReadOnlyList<Effect> effects, CancellationToken cancellation)
    {
        var lanes = effects.GroupBy(effect => effect.Whose);
        var options = new ParallelOptions { MaxDegreeOfParallelism = Parallel, CancellationToken = cancellation };
        await System.Threading.Tasks.Parallel.ForEachAsync(lanes, options, async (lane, stopping) =>
        {
            foreach (var effect in lane) await RecordAsync(effect, stopping);
        });
    }

    private async ValueTask RecordAsync(Effect effect, CancellationToken cancellation)
    {
        try
        {
            await retry.UntilDoneAsync(() => MakeTrueAsync(effect, cancellation), cancellation);
        }
        catch (Exception fault) when (!cancellation.IsCancellationRequested)
        {
            faults.Skip(effect, fault);
        }
    }

    private Task MakeTrueAsync(Effect effect, CancellationToken cancellation) => effect.Kind is VerdictKind.Resolve
        ? firings.ResolveAsync(effect.Firing, cancellation)
        : firings.TriggerAsync(effect.Firing, cancellation);
}
