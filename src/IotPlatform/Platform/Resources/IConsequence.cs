using Marten;
using NodaTime;

namespace IotPlatform.Platform;

/// <summary>
/// A slice that answers to events, its own or another slice's, within the same transaction, so that both are true at the same instant:
/// a deactivated device has no open alarms, whenever one looks. It may also refuse, where what is about to happen would break a promise.
/// </summary>
public interface IConsequence
{
    /// <summary>
    /// Adds to <paramref name="session"/> what follows from <paramref name="events"/>, which are about to be committed. A refusal is the
    /// command's answer, and nothing is committed.
    /// </summary>
    Task<Problem?> FollowAsync(IDocumentSession session, IReadOnlyList<object> events, Instant now, CancellationToken cancellation);
}
