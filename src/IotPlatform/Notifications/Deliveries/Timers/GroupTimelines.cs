using IotPlatform.Alarms;
using IotPlatform.Platform;
using Marten;
using NodaTime;
using Npgsql;

namespace IotPlatform.Notifications;

/// <summary>Tells the timelines of all alarms of a message what became of it, some at a time, so that no other writer waits long.</summary>
public sealed class GroupTimelines(IDocumentStore store, NpgsqlDataSource database, DeliveryLog log, IClock clock)
{
    private const int AtOnce = 100;

    private const string Mark = """
        update iot.notification_collected set is_told = true where tenant_id = ? and delivery_id = ? and alarm_id = any(?)
        """;

    private sealed record Untold(string Customer, string DeliveryId, string[] AlarmIds);

    /// <summary>Tells all that is to be told.</summary>
    public async Task TellAsync(CancellationToken cancellation)
    {
        while (await NextAsync(cancellation) is { } untold) await TellAsync(untold, cancellation);
    }

    private async Task<Untold?> NextAsync(CancellationToken cancellation)
    {
        await using var command = database.CreateCommand($"""
            select c.tenant_id, c.delivery_id, c.alarm_id from (
              select u.tenant_id, u.delivery_id from iot.notification_collected u
              join iot.delivery d on d.tenant_id = u.tenant_id and d.id = u.delivery_id
              where u.delivery_id is not null and not u.is_told and d.status in ('sent', 'failed') limit 1) next
            join iot.notification_collected c using (tenant_id, delivery_id) where not c.is_told order by c.alarm_id limit {AtOnce}
            """);
        await using var rows = await command.ExecuteReaderAsync(cancellation);
        if (!await rows.ReadAsync(cancellation)) return null;
        var (customer, delivery) = (rows.GetString(0), rows.GetString(1));
        List<string> alarms = [];
        do alarms.Add(rows.GetString(2));
        while (await rows.ReadAsync(cancellation));
        return new(customer, delivery, [.. alarms.Distinct()]);
    }

    private async Task TellAsync(Untold untold, CancellationToken cancellation)
    {
        var delivery = await log.FindAsync(untold.Customer, untold.DeliveryId, cancellation);
        await using var session = Sessions.Open(store, Caller.System(untold.Customer), "notifications");
        var alarms = await LockedStreams.TakeAsync<Alarm>(session, untold.AlarmIds, cancellation);
        var now = clock.GetCurrentInstant();
        foreach (var alarm in alarms.Values)
            session.Events.Append(alarm.Id, alarm.Version + 1, Timeline.EventOf(alarm.Id, delivery!, now));
        session.QueueSqlCommand(Mark, untold.Customer, untold.DeliveryId, untold.AlarmIds);
        await session.SaveChangesAsync(cancellation);
    }
}
