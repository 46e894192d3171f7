using IotPlatform.Devices;
using IotPlatform.Groups;
using IotPlatform.Platform;
using IotPlatform.Profiles;
using Marten;
using NodaTime;

namespace IotPlatform.Rules;

/// <summary>What a rule is about exists: none is created about what is gone, and a group or profile with rules cannot go.</summary>
public sealed class RuleScopes(Freshness freshness) : IConsequence
{
    /// <inheritdoc/>
    public async Task<Problem?> FollowAsync(
        IDocumentSession session, IReadOnlyList<object> events, Instant now, CancellationToken cancellation)
    {
        foreach (var fact in events)
        {
            var refusal = fact switch
            {
                RuleCreated created => await MissingAsync(session, created.Scope, cancellation),
                GroupDeleted deleted => await InUseAsync(session, Group.Kind, rule => rule.ScopeGroupId == deleted.Id, cancellation),
                ProfileDeleted deleted => await InUseAsync(session, Profile.Kind, rule => rule.ScopeProfileId == deleted.Id, cancellation),
                _ => null,
            };
            if (refusal is not null) return refusal;
        }
        return null;
    }

    private static async Task<Problem?> MissingAsync(IDocumentSession session, RuleScope scope, CancellationToken cancellation)
    {
        if (scope.DeviceId is { } device && await LockedStreams.HoldAsync<Device>(session, device, cancellation) is null)
            return Missing("scope_device_id", Device.Kind, device);
        if (scope.GroupId is { } group && await LockedStreams.HoldAsync<Group>(session, group, cancellation) is null)
            return Missing("scope_group_id", Group.Kind, group);
        if (scope.ProfileId is { } profile && await LockedStreams.HoldAsync<Profile>(session, profile, cancellation) is null)
            return Missing("scope_profile_id", Profile.Kind, profile);
        return null;
    }

    private static Problem Missing(string field, string kind, string id) =>
        Problem.Invalid([new Platform.Fault(field, $"names no {kind}: '{id}'")]);

    private async Task<Problem?> InUseAsync(
        IDocumentSession session, string kind, System.Linq.Expressions.Expression<Func<AlarmRule, bool>> isScoped, CancellationToken cancellation)
    {
        await freshness.CatchUpWithStoreAsync(cancellation);
        return await Users.RefuseAsync(
            session.Query<AlarmRule>().Where(isScoped).OrderBy(rule => rule.CreatedAt), rule => (rule.Name, rule.Id),
            names => $"Rules are scoped to this {kind}: {names}. Delete them first.", cancellation);
    }
}
