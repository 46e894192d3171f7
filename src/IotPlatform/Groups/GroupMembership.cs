using IotPlatform.Devices;
using IotPlatform.Platform;
using Marten;
using NodaTime;

namespace IotPlatform.Groups;

/// <summary>
/// A group has members as long as it lives: with it all of them leave. Who joins holds the group, so none comes too late.
/// </summary>
public sealed class GroupMembership(Freshness freshness) : IConsequence
{
    /// <inheritdoc/>
    public async Task<Problem?> FollowAsync(
        IDocumentSession session, IReadOnlyList<object> events, Instant now, CancellationToken cancellation)
    {
        foreach (var deleted in events.OfType<GroupDeleted>())
            await LeaveAsync(session, deleted.Id, now, cancellation);
        return null;
    }

    private async Task LeaveAsync(IDocumentSession session, string groupId, Instant now, CancellationToken cancellation)
    {
        await freshness.CatchUpWithStoreAsync(cancellation);
        foreach (var member in (await MemberDevices.TakeOfGroupAsync(session, groupId, cancellation)).Values)
            if (member.State.GroupIds.Contains(groupId))
                session.Events.Append(member.Id, member.Version + 1, new DeviceLeftGroup(member.Id, groupId, now));
    }
}
