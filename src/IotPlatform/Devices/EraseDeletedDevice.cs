using IotPlatform.Platform;
using Marten;
using NodaTime;

namespace IotPlatform.Devices;

/// <summary>
/// With a device's deletion goes its key, so that its telemetry can be reached no more; the data itself is noted for erasure in the same
/// transaction, and erased in the background. What the key stood for is remembered, since what was sent under it stays counted.
/// </summary>
public sealed class EraseDeletedDevice : IConsequence
{
    /// <inheritdoc/>
    public Task<Problem?> FollowAsync(IDocumentSession session, IReadOnlyList<object> events, Instant now, CancellationToken cancellation)
    {
        foreach (var deleted in events.OfType<DeviceDeleted>())
        {
            session.QueueSqlCommand(
                """
                with gone as (delete from iot.device_state where customer = ? and device_id = ? returning device_key, customer, device_id),
                remembered as (insert into iot.former_devices (device_key, customer, device_id) select device_key, customer, device_id from gone)
                insert into iot.device_erasure select device_key from gone
                """,
                session.TenantId,
                deleted.Id);
        }
        return Task.FromResult<Problem?>(null);
    }
}
