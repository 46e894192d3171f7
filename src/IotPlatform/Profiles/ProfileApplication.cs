using IotPlatform.Devices;
using IotPlatform.Platform;
using Marten;
using NodaTime;

namespace IotPlatform.Profiles;

/// <summary>A profile applies as long as it lives: none that is gone is applied, and with it goes its application to all devices.</summary>
public sealed class ProfileApplication(Freshness freshness) : IConsequence
{
    /// <inheritdoc/>
    public async Task<Problem?> FollowAsync(
        IDocumentSession session, IReadOnlyList<object> events, Instant now, CancellationToken cancellation)
    {
        foreach (var profiled in events.OfType<DeviceProfiled>())
            if (await LockedStreams.HoldAsync<Profile>(session, profiled.ProfileId, cancellation) is null)
                return Problem.Invalid([new Fault("profile_id", $"names no profile: '{profiled.ProfileId}'")]);
        foreach (var deleted in events.OfType<ProfileDeleted>())
            await UnapplyAsync(session, deleted.Id, now, cancellation);
        return null;
    }

    private async Task UnapplyAsync(IDocumentSession session, string profileId, Instant now, CancellationToken cancellation)
    {
        await freshness.CatchUpWithStoreAsync(cancellation);
        foreach (var device in (await MemberDevices.TakeOfProfileAsync(session, profileId, cancellation)).Values)
            if (device.State.ProfileId == profileId)
                session.Events.Append(device.Id, device.Version + 1, new DeviceUnprofiled(device.Id, profileId, now));
    }
}
