using IotPlatform.Platform;
using Marten;
using NodaTime;

namespace IotPlatform.Notifications;

/// <summary>A channel that a policy names cannot go.</summary>
public sealed class ChannelsInUse(Freshness freshness) : IConsequence
{
    /// <inheritdoc/>
    public async Task<Problem?> FollowAsync(
        IDocumentSession session, IReadOnlyList<object> events, Instant now, CancellationToken cancellation)
    {
        foreach (var deleted in events.OfType<ChannelDeleted>())
            if (await InUseAsync(session, deleted.Id, cancellation) is { } refusal) return refusal;
        return null;
    }

    private async Task<Problem?> InUseAsync(IDocumentSession session, string id, CancellationToken cancellation)
    {
        await freshness.CatchUpWithStoreAsync(cancellation);
        return await Users.RefuseAsync(
            session.Query<NotificationPolicy>().Where(policy => policy.ChannelIds.Contains(id) || policy.EscalationChannelIds.Contains(id))
                .OrderBy(policy => policy.CreatedAt),
            policy => (policy.Name, policy.Id),
            names => $"Policies notify this channel: {names}. Take it out of them, or delete them first.", cancellation);
    }
}
