using IotPlatform.Platform;
using Marten;
using NodaTime;

namespace IotPlatform.Datapoints;

/// <summary>A key is defined once: who comes second is refused before anything is written.</summary>
public sealed class OneDatapointPerKey : IConsequence
{
    /// <inheritdoc/>
    public async Task<Problem?> FollowAsync(
        IDocumentSession session, IReadOnlyList<object> events, Instant now, CancellationToken cancellation)
    {
        foreach (var defined in events.OfType<DatapointDefined>())
        {
            await Turns.WaitAsync(session, $"datapoint {defined.Key}", cancellation);
            if (await session.Query<DatapointKey>().AnyAsync(known => known.Key == defined.Key, cancellation))
                return Problem.Duplicate($"The key '{defined.Key}' is defined already. Choose another key, or change that datapoint.");
        }
        return null;
    }
}
