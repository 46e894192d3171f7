using JasperFx.Events;
using Marten;
using Npgsql;

namespace IotPlatform.Notifications;

/// <summary>
/// Fixes, at the first start with notifications, from which event on somebody is told: before any command can be taken, so that it is
/// neither what has long been over nor later than the first alarm.
/// </summary>
public sealed class NotificationStart(IDocumentStore store, NpgsqlDataSource database)
{
    /// <summary>Does it, before the daemon starts; later starts change nothing.</summary>
    public async Task PinAsync(CancellationToken cancellation)
    {
        await using var command = database.CreateCommand("select coalesce(max(seq_id), 0) from iot.mt_events");
        var last = (long)(await command.ExecuteScalarAsync(cancellation))!;
        await ((IEventDatabase)store.Storage.Database).TrySetProjectionFloorAsync(NotifyOnAlarms.ProgressName, null, last, cancellation);
    }
}
