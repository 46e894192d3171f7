using IotPlatform.Platform;
using Marten;

namespace IotPlatform.Notifications;

/// <summary>Plans who is told of an event that could not be planned before; who has been told of it already is not told again.</summary>
public sealed class NotificationRetry(IDocumentStore store, AlarmPages pages) : IDeadLetterRetry
{
    /// <inheritdoc/>
    public string Projection => NotifyOnAlarms.ProgressName;

    /// <inheritdoc/>
    public async Task<bool> RetryAsync(DeadLetter letter, CancellationToken cancellation)
    {
        await using var session = store.LightweightSession(letter.Customer);
        var stream = await session.Events.FetchStreamAsync(letter.Stream, token: cancellation);
        if (stream.FirstOrDefault(e => e.Sequence == letter.Event) is not { } e) return false;
        var plan = await pages.PlanAsync(letter.Customer, [e], cancellation);
        if (plan.Unplanned.Count > 0) return false;
        PlanStore.Write(session, plan);
        DeadLetters.Remove(session, letter);
        await session.SaveChangesAsync(cancellation);
        return true;
    }
}
