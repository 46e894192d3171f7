using IotPlatform.Platform;
using Marten;
using NodaTime;

namespace IotPlatform.Notifications;

/// <summary>A channel that a policy names cannot go.</summary>
public sealed class ChannelsInUse(Freshness freshness) : IConsequence
{
    // More names than this help nobody.
    private const int NamedPolicies = 10;

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
        var policies = await session.Query<NotificationPolicy>()
            .Where(policy => policy.ChannelIds.Contains(id) || policy.EscalationChannelIds.Contains(id))
            .OrderBy(policy => policy.CreatedAt).Take(NamedPolicies + 1).ToListAsync(cancellation);
        if (policies.Count == 0) return null;
        var names = policies.Take(NamedPolicies).Select(policy => $"'{policy.Name}' ({policy.Id})");
        return Problem.InUse(
            $"Policies notify this channel: {string.Join(", ", names)}{(policies.Count > NamedPolicies ? " and more" : "")}. "
            + "Take it out of them, or delete them first.");
    }
}
