using IotPlatform.Platform;
using NodaTime;
using Npgsql;

namespace IotPlatform.Notifications;

/// <summary>The record of all deliveries, as customers see it.</summary>
public sealed class DeliveryLog(NpgsqlDataSource database)
{
    /// <summary>What <see cref="Read"/> reads of <c>iot.delivery d</c>.</summary>
    public const string Columns = """
        d.id, d.policy_id, d.channel_id, d.channel_name, d.channel_type, d.alarm_id, d.device_id, d.rule_id, d.event_type, d.group_by, d.group_key,
        d.alarm_count, d.status, d.attempts, d.response_code, d.error, d.created_at, d.next_attempt_at, d.delivered_at
        """;

    private const string Again = $"""
        with again as (
          update iot.delivery d set status = 'pending', attempts = 0, error = null, response_code = null, first_attempt_at = null, next_attempt_at = $3
          where d.tenant_id = $1 and d.id = $2 and d.status = 'failed' and d.source <> '' returning {Columns}, d.tenant_id),
        untold as (
          update iot.notification_collected c set is_told = false from again where c.tenant_id = again.tenant_id and c.delivery_id = again.id)
        select * from again
        """;

    private const string Add = """
        insert into iot.delivery (tenant_id, id, channel_id, channel_name, channel_type, lane, event_type, source, source_version, status,
          attempts, response_code, error, created_at, first_attempt_at, delivered_at)
        values ($1, $2, $3, $4, $5, $3, $6, '', 0, $7, $8, $9, $10, $11, $11, $12)
        """;

    /// <summary>One delivery; null when the customer has none of this id.</summary>
    public async Task<Delivery?> FindAsync(string customer, string id, CancellationToken cancellation)
    {
        await using var command = database.CreateCommand($"select {Columns} from iot.delivery d where d.tenant_id = $1 and d.id = $2");
        return await ReadOneAsync(command, cancellation, customer, id);
    }

    /// <summary>
    /// Has a delivery that failed tried again, from the first attempt on; null when it has not failed, or cannot be repeated.
    /// </summary>
    public async Task<Delivery?> RetryAsync(string customer, string id, Instant now, CancellationToken cancellation)
    {
        await using var command = database.CreateCommand(Again);
        return await ReadOneAsync(command, cancellation, customer, id, now.ToDateTimeUtc());
    }

    /// <summary>Records one that was made, and that nothing follows from.</summary>
    public async Task AddAsync(string customer, Delivery made, CancellationToken cancellation)
    {
        await using var command = database.CreateCommand(Add);
        object?[] values =
        [
            customer, made.Id, made.ChannelId, made.ChannelName, made.ChannelType, Words.Of(made.EventType), Words.Of(made.Status), made.Attempts,
            made.ResponseCode, made.Error, made.CreatedAt.ToDateTimeUtc(), made.DeliveredAt?.ToDateTimeUtc(),
        ];
        foreach (var value in values) command.Parameters.Add(new NpgsqlParameter { Value = value ?? DBNull.Value });
        await command.ExecuteNonQueryAsync(cancellation);
    }

    /// <summary>
    /// Deletes some that are older than <paramref name="before"/> and have come to their end; the number of those deleted.
    /// </summary>
    public async Task<int> PruneAsync(Instant before, CancellationToken cancellation)
    {
        await using var command = database.CreateCommand("""
            with old as (
              delete from iot.delivery where ctid = any(array(
                select ctid from iot.delivery where created_at < $1 and status not in ('pending', 'retrying') limit 1000))
              returning tenant_id, id),
            members as (delete from iot.notification_collected c using old where c.tenant_id = old.tenant_id and c.delivery_id = old.id),
            groups as (delete from iot.notification_group where due_at is null and sent_at < $1),
            told as (delete from iot.notification_told where ctid = any(array(select ctid from iot.notification_told where at < $1 limit 1000)))
            select count(*)::integer from old
            """);
        command.Parameters.Add(new NpgsqlParameter<DateTime> { TypedValue = before.ToDateTimeUtc() });
        return (int)(await command.ExecuteScalarAsync(cancellation))!;
    }

    /// <summary>Reads the row of a query over <see cref="Columns"/>.</summary>
    public static Delivery Read(NpgsqlDataReader row) => new(
        row.GetString(0), Text(row, 1), Text(row, 2), Text(row, 3), row.GetString(4), Text(row, 5), Text(row, 6), Text(row, 7),
        Words.Parse<NotificationKind>(row.GetString(8)), Text(row, 9) is { } by ? Words.Parse<PolicyGrouping>(by) : null, Text(row, 10),
        row.GetInt32(11), Words.Parse<DeliveryStatus>(row.GetString(12)), row.GetInt32(13), row.IsDBNull(14) ? null : row.GetInt32(14),
        Text(row, 15), Instant.FromDateTimeUtc(row.GetDateTime(16)), Time(row, 17), Time(row, 18));

    private static async Task<Delivery?> ReadOneAsync(NpgsqlCommand command, CancellationToken cancellation, params object[] values)
    {
        foreach (var value in values) command.Parameters.Add(new NpgsqlParameter { Value = value });
        await using var rows = await command.ExecuteReaderAsync(cancellation);
        return await rows.ReadAsync(cancellation) ? Read(rows) : null;
    }

    private static string? Text(NpgsqlDataReader row, int column) => row.IsDBNull(column) ? null : row.GetString(column);

    private static Instant? Time(NpgsqlDataReader row, int column) =>
        row.IsDBNull(column) ? null : Instant.FromDateTimeUtc(row.GetDateTime(column));
}
