using System.Linq.Expressions;
using IotPlatform.Devices;
using IotPlatform.Groups;
using IotPlatform.Platform;
using IotPlatform.Profiles;
using IotPlatform.Rules;
using Marten;
using NodaTime;

namespace IotPlatform.Notifications;

/// <summary>A group or profile with policies cannot go; with a device stop the policies that are about it alone.</summary>
public sealed class PolicyConsequences(Freshness freshness) : IConsequence
{
    /// <inheritdoc/>
    public async Task<Problem?> FollowAsync(
        IDocumentSession session, IReadOnlyList<object> events, Instant now, CancellationToken cancellation)
    {
        foreach (var fact in events)
        {
            var refusal = fact switch
            {
                GroupDeleted deleted => await InUseAsync(session, Group.Kind, IsScopedTo(RuleScope.Group, deleted.Id), cancellation),
                ProfileDeleted deleted => await InUseAsync(session, Profile.Kind, IsScopedTo(RuleScope.Profile, deleted.Id), cancellation),
                DeviceDeleted deleted => await DisablePoliciesOfAsync(session, deleted.Id, now, cancellation),
                _ => null,
            };
            if (refusal is not null) return refusal;
        }
        return null;
    }

    private static Expression<Func<NotificationPolicy, bool>> IsScopedTo(string type, string id) =>
        policy => policy.ScopeType == type && policy.ScopeIds!.Contains(id);

    private async Task<Problem?> InUseAsync(
        IDocumentSession session, string kind, Expression<Func<NotificationPolicy, bool>> isScoped, CancellationToken cancellation)
    {
        await freshness.CatchUpWithStoreAsync(cancellation);
        return await Users.RefuseAsync(
            session.Query<NotificationPolicy>().Where(isScoped).OrderBy(policy => policy.CreatedAt), policy => (policy.Name, policy.Id),
            names => $"Notification policies are scoped to this {kind}: {names}. Delete them first.", cancellation);
    }

    private async Task<Problem?> DisablePoliciesOfAsync(
        IDocumentSession session, string deviceId, Instant now, CancellationToken cancellation)
    {
        await freshness.CatchUpWithStoreAsync(cancellation);
        var policies = await session.Query<NotificationPolicy>().Where(IsScopedTo(RuleScope.Device, deviceId)).Where(policy => policy.IsEnabled)
            .ToListAsync(cancellation);
        foreach (var policy in policies.Where(policy => policy.ScopeIds is [_]))
            await session.Events.AppendOptimistic(policy.Id, cancellation, new PolicyDisabled(policy.Id, now));
        return null;
    }
}
