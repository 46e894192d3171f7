using IotPlatform.Alarms;

namespace IotPlatform.Monitoring;

/// <summary>
/// Makes verdicts true, each exactly once, those of one rule on one device in their order. One that cannot be is reported and skipped, so
/// that it holds up nobody.
/// </summary>
public sealed class VerdictRecorder(RecordFiring firings, DatabaseRetry retry, EvaluationFaults faults)
{
    // As many as a transaction takes without keeping others waiting.
    private const int AtOnce = 100;

    // While one lane waits for the disk the others work.
    private const int Lanes = 4;

    /// <summary>Done when all that can be true is. The verdicts on one device stay in one lane, and so in their order.</summary>
    public async ValueTask RecordAsync(IReadOnlyList<Effect> effects, CancellationToken cancellation) =>
        await Task.WhenAll(
            effects.GroupBy(effect => effect.Whose.Device.Partition % Lanes).Select(lane => RecordLaneAsync(lane, cancellation)));

    private async Task RecordLaneAsync(IEnumerable<Effect> lane, CancellationToken cancellation)
    {
        foreach (var some in lane.Chunk(AtOnce))
        {
            try
            {
                await CommitAsync(some, cancellation);
            }
            catch (Exception fault) when (IsFault(fault, cancellation))
            {
                foreach (var effect in some) await RecordAloneAsync(effect, cancellation);
            }
        }
    }

    private async Task RecordAloneAsync(Effect effect, CancellationToken cancellation)
    {
        try
        {
            await CommitAsync([effect], cancellation);
        }
        catch (Exception fault) when (IsFault(fault, cancellation))
        {
            faults.Skip(effect, fault);
        }
    }

    private Task CommitAsync(IReadOnlyCollection<Effect> effects, CancellationToken cancellation) =>
        retry.UntilDoneAsync(() => firings.RecordAsync([.. effects.Select(effect => effect.Verdict)], cancellation), cancellation);

    private static bool IsFault(Exception fault, CancellationToken cancellation) =>
        fault is not OperationCanceledException || !cancellation.IsCancellationRequested;
}
