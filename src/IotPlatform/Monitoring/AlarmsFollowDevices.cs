using IotPlatform.Alarms;
using IotPlatform.Devices;
using IotPlatform.Platform;
using Marten;
using NodaTime;

namespace IotPlatform.Monitoring;

/// <summary>A device that is deactivated or deleted has no open alarms, from the same instant on.</summary>
public sealed class AlarmsFollowDevices : IConsequence
{
    /// <inheritdoc/>
    public async Task<Problem?> FollowAsync(
        IDocumentSession session, IReadOnlyList<object> events, Instant now, CancellationToken cancellation)
    {
        foreach (var fact in events)
        {
            if (fact is DeviceDeactivated deactivated)
                await OpenAlarms.ResolveOfDeviceAsync(session, deactivated.Id, AlarmResolution.DeviceDeactivated, now, cancellation);
            if (fact is DeviceDeleted deleted)
                await OpenAlarms.ResolveOfDeviceAsync(session, deleted.Id, AlarmResolution.DeviceDeleted, now, cancellation);
        }
        return null;
    }
}
