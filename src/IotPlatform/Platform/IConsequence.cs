using Marten;
using NodaTime;

namespace IotPlatform.Platform;

/// <summary>
/// A slice that answers to another slice's events within the same transaction, so that both are true at the same instant:
/// a deactivated device has no open alarms, whenever one looks.
/// </summary>
public interface IConsequence
{
    /// <summary>Adds to <paramref name="session"/> what follows from <paramref name="events"/>, which are about to be committed.</summary>
    Task FollowAsync(IDocumentSession session, IReadOnlyList<object> events, Instant now, CancellationToken cancellation);
}
