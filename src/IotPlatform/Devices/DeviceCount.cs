using IotPlatform.Platform;
using JasperFx.Events;
using JasperFx.Events.Grouping;
using Marten;
using Marten.Events.Projections;

namespace IotPlatform.Devices;

/// <summary>How many devices a group or a profile has, counted from the events of the devices.</summary>
/// <param name="Id">The id of the group or profile.</param>
public sealed record DeviceCount(string Id, int Devices);

/// <summary>Counts who joins and leaves; a count that comes to nothing is no document.</summary>
public sealed class DeviceCountProjection : MultiStreamProjection<DeviceCount, string>
{
    private readonly WithheldEvents _withheld;

    /// <param name="withheld">What the daemon leaves out.</param>
    public DeviceCountProjection(WithheldEvents withheld)
    {
        _withheld = withheld;
        Count<DeviceJoinedGroup>(e => e.GroupId);
        Count<DeviceLeftGroup>(e => e.GroupId);
        Count<DeviceProfiled>(e => e.ProfileId);
        Count<DeviceUnprofiled>(e => e.ProfileId);
    }

    /// <inheritdoc/>
    public override IEventSlicer BuildSlicer(IQuerySession session) => new WithholdingSlicer(base.BuildSlicer(session), _withheld);

    /// <inheritdoc/>
    public override DeviceCount? Evolve(DeviceCount? snapshot, string id, IEvent e)
    {
        var count = (snapshot?.Devices ?? 0) + (e.Data is DeviceJoinedGroup or DeviceProfiled ? 1 : -1);
        return count > 0 ? new(id, count) : null;
    }

    private void Count<T>(Func<T, string> of) where T : notnull
    {
        IncludeType<T>();
        Identity(of);
    }
}
