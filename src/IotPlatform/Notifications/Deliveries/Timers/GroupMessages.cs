using IotPlatform.Platform;
using NodaTime;
using Npgsql;

namespace IotPlatform.Notifications;

/// <summary>Makes one message of all alarms that a group has collected, when its time has come.</summary>
public sealed class GroupMessages(NpgsqlDataSource database, LastStates states, DeliverySignal signal, IClock clock)
{
    private sealed record Due(string Customer, string PolicyId, string ChannelId, string EventType, string Key);

    // Whoever collects meanwhile waits for the group's row, and finds the group empty again.
    private const string Take = """
        update iot.notification_group set due_at = null, sent_at = $6
        where tenant_id = $1 and policy_id = $2 and channel_id = $3 and event_type = $4 and group_key = $5 and due_at <= $6
        """;

    private const string Add = """
        with collected as (
          select alarm_id, version, device_id, rule_id, at from iot.notification_collected
          where tenant_id = $1 and policy_id = $2 and channel_id = $3 and event_type = $4 and group_key = $5 and delivery_id is null),
        first as (select * from collected order by at, alarm_id limit 1)
        insert into iot.delivery (tenant_id, id, policy_id, channel_id, channel_name, channel_type, lane, alarm_id, device_id, rule_id,
          event_type, source, source_version, group_by, group_key, alarm_count, status, created_at, next_attempt_at)
        select $1, $7, $2, $3, $8, $9, $3, alarm_id, device_id, rule_id, $4, alarm_id, version, $10, $5, (select count(*) from collected),
          'pending', $6, $6
        from first
        on conflict do nothing
        """;

    private const string Mark = """
        update iot.notification_collected set delivery_id = $6
        where tenant_id = $1 and policy_id = $2 and channel_id = $3 and event_type = $4 and group_key = $5 and delivery_id is null
        """;

    /// <summary>Makes all messages that are due.</summary>
    public async Task MakeAsync(CancellationToken cancellation)
    {
        var now = clock.GetCurrentInstant();
        foreach (var due in await DueAsync(now, cancellation)) await MakeAsync(due, now, cancellation);
    }

    private async Task<List<Due>> DueAsync(Instant now, CancellationToken cancellation)
    {
        await using var command = database.CreateCommand("""
            select tenant_id, policy_id, channel_id, event_type, group_key from iot.notification_group where due_at <= $1 order by due_at limit 500
            """);
        command.Parameters.Add(new NpgsqlParameter<DateTime> { TypedValue = now.ToDateTimeUtc() });
        await using var rows = await command.ExecuteReaderAsync(cancellation);
        List<Due> due = [];
        while (await rows.ReadAsync(cancellation))
            due.Add(new(rows.GetString(0), rows.GetString(1), rows.GetString(2), rows.GetString(3), rows.GetString(4)));
        return due;
    }

    private async Task MakeAsync(Due due, Instant now, CancellationToken cancellation)
    {
        var channel = (await states.ReadAsync<NotificationChannel>(due.Customer, [due.ChannelId], cancellation))[due.ChannelId];
        var policy = (await states.ReadAsync<NotificationPolicy>(due.Customer, [due.PolicyId], cancellation))[due.PolicyId];
        await using var connection = await database.OpenConnectionAsync(cancellation);
        await using var transaction = await connection.BeginTransactionAsync(cancellation);
        object[] group = [due.Customer, due.PolicyId, due.ChannelId, due.EventType, due.Key];
        object[] taken = [.. group, now.ToDateTimeUtc()];
        if (await RunAsync(connection, Take, taken, cancellation) == 0) return;
        var id = DeliveryId.For($"{due.PolicyId}/{due.EventType}/{due.Key}/{now.ToUnixTimeTicks()}", due.ChannelId, now);
        // A policy that groups no more has what it collected before told all the same.
        var groupBy = Words.Of(policy.GroupBy ?? PolicyGrouping.Rule);
        await RunAsync(connection, Add, [.. taken, id, channel.Name, channel.ChannelType, groupBy], cancellation);
        await RunAsync(connection, Mark, [.. group, id], cancellation);
        await transaction.CommitAsync(cancellation);
        signal.Raise([new(due.Customer, due.ChannelId)]);
    }

    private static async Task<int> RunAsync(NpgsqlConnection connection, string sql, object[] values, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        foreach (var value in values) command.Parameters.Add(new NpgsqlParameter { Value = value });
        return await command.ExecuteNonQueryAsync(cancellation);
    }
}
