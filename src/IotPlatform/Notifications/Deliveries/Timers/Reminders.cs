using IotPlatform.Alarms;
using IotPlatform.Devices;
using IotPlatform.Platform;
using Marten;
using NodaTime;
using Npgsql;

namespace IotPlatform.Notifications;

/// <summary>
/// Tells of alarms again that nobody has taken notice of, and tells those who come next. What is due is an index over the alarms that are
/// followed up: it outlives the platform, and waiting costs no memory.
/// </summary>
public sealed class Reminders(
    IDocumentStore store, NpgsqlDataSource database, BookShelf books, LastStates states, DeliverySignal signal, IClock clock)
{
    private const int PageSize = 500;

    private const string Update = """
        update iot.notification_follow_up f set remind_at = n.remind_at, escalate_at = n.escalate_at, is_escalated = n.is_escalated,
          reminders = n.reminders
        from jsonb_to_recordset(?::jsonb) n (alarm_id text, policy_id text, remind_at timestamptz, escalate_at timestamptz,
          is_escalated boolean, reminders integer)
        where f.tenant_id = ? and f.alarm_id = n.alarm_id and f.policy_id = n.policy_id
        """;

    /// <summary>Plans all that is due.</summary>
    public async Task RemindAsync(CancellationToken cancellation)
    {
        int found;
        do
        {
            var now = clock.GetCurrentInstant();
            var due = await DueAsync(now, cancellation);
            found = due.Count;
            foreach (var ofCustomer in due.GroupBy(next => next.Customer, next => next.FollowUp))
                await RemindAsync(ofCustomer.Key, [.. ofCustomer], now, cancellation);
        }
        while (found == PageSize);
    }

    private async Task RemindAsync(string customer, IReadOnlyList<DueFollowUp> due, Instant now, CancellationToken cancellation)
    {
        var book = await books.ReadAsync(customer, cancellation);
        await using var session = store.LightweightSession(customer);
        // Whoever acknowledges it now comes either before, and is seen, or after.
        var alarms = await LockedStreams.TakeAsync<Alarm>(session, [.. due.Select(next => next.AlarmId).Distinct()], cancellation);
        var devices = await states.ReadAsync<Device>(
            customer, [.. alarms.Values.Select(alarm => alarm.State.DeviceId).Distinct()], cancellation);
        var plan = new NotificationPlan(customer);
        List<DueFollowUp> next = [];
        foreach (var followUp in due)
        {
            var policy = book.Policies.FirstOrDefault(policy => policy.Id == followUp.PolicyId);
            var alarm = alarms.GetValueOrDefault(followUp.AlarmId);
            next.Add(followUp.After(policy, alarm?.State, now, out var kind));
            if (kind is { } told)
                new NotificationPlanner(plan, book with { Policies = [policy!] }, followUp.Before(), now).Add(
                    followUp.OccasionOf(customer, told, alarm!, devices[alarm!.State.DeviceId], now));
        }
        PlanStore.Write(session, plan);
        session.QueueSqlCommand(Update, System.Text.Json.JsonSerializer.Serialize(next, Json.Store), customer);
        await session.SaveChangesAsync(cancellation);
        signal.Raise([.. plan.Lanes]);
    }

    private async Task<List<(string Customer, DueFollowUp FollowUp)>> DueAsync(Instant now, CancellationToken cancellation)
    {
        await using var command = database.CreateCommand($"""
            select tenant_id, alarm_id, policy_id, remind_at, escalate_at, is_escalated, reminders from iot.notification_follow_up
            where due_at <= $1 order by due_at limit {PageSize}
            """);
        command.Parameters.Add(new NpgsqlParameter<DateTime> { TypedValue = now.ToDateTimeUtc() });
        await using var rows = await command.ExecuteReaderAsync(cancellation);
        List<(string, DueFollowUp)> due = [];
        while (await rows.ReadAsync(cancellation))
            due.Add((rows.GetString(0), new(
                rows.GetString(1), rows.GetString(2), Time(rows, 3), Time(rows, 4), rows.GetBoolean(5), rows.GetInt32(6))));
        return due;
    }

    private static Instant? Time(NpgsqlDataReader row, int column) =>
        row.IsDBNull(column) ? null : Instant.FromDateTimeUtc(row.GetDateTime(column));
}
