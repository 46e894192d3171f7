using IotPlatform.Platform;
using NodaTime;
using Npgsql;

namespace IotPlatform.Notifications;

/// <summary>How many more deliveries a lane may have under way.</summary>
public readonly record struct LaneRoom(LaneKey Lane, int Room);

/// <summary>
/// Reads what is to be sent. The table of deliveries is the queue: what was committed there is sent, whatever becomes of the process.
/// A look costs the same however many deliveries there are or wait.
/// </summary>
public sealed class DueDeliveries(NpgsqlDataSource database)
{
    private const string Open = "status in ('pending', 'retrying')";

    // From one lane to the next by the index, over all that waits in between.
    private const string SelectLanes = $"""
        with recursive lane as (
          (select tenant_id, lane from iot.delivery where {Open} order by tenant_id, lane limit 1)
          union all
          select next.tenant_id, next.lane from lane, lateral (
            select d.tenant_id, d.lane from iot.delivery d where {Open} and (d.tenant_id, d.lane) > (lane.tenant_id, lane.lane)
            order by d.tenant_id, d.lane limit 1) next)
        select tenant_id, lane from lane where exists (
          select from iot.delivery d where d.tenant_id = lane.tenant_id and d.lane = lane.lane and {Open} and d.next_attempt_at <= $1)
        """;

    private const string SelectDue = $"""
        select due.* from unnest($1::text[], $2::text[], $3::integer[]) want (customer, lane, room), lateral (
          select {Columns} from iot.delivery d
          where d.tenant_id = want.customer and d.lane = want.lane and {Open} and d.next_attempt_at <= $4 and d.id <> all ($5)
          order by d.next_attempt_at, d.id limit want.room) due
        """;

    private const string Columns = """
        d.tenant_id, d.lane, d.id, d.policy_id, d.channel_id, d.channel_name, d.channel_type, d.alarm_id, d.device_id, d.rule_id, d.event_type,
        d.source, d.source_version, d.group_by, d.group_key, d.alarm_count, d.attempts, d.first_attempt_at, d.created_at
        """;

    /// <summary>The lanes in which something is due.</summary>
    public async Task<IReadOnlyCollection<LaneKey>> LanesAsync(Instant now, CancellationToken cancellation)
    {
        await using var command = database.CreateCommand(SelectLanes);
        command.Parameters.Add(new NpgsqlParameter<DateTime> { TypedValue = now.ToDateTimeUtc() });
        await using var rows = await command.ExecuteReaderAsync(cancellation);
        List<LaneKey> lanes = [];
        while (await rows.ReadAsync(cancellation)) lanes.Add(new(rows.GetString(0), rows.GetString(1)));
        return lanes;
    }

    /// <summary>What is due in some lanes, the oldest first, as much as there is room for.</summary>
    /// <param name="underWay">The ids of what is being sent already.</param>
    public async Task<IReadOnlyList<DueDelivery>> ReadAsync(
        IReadOnlyCollection<LaneRoom> lanes, string[] underWay, Instant now, CancellationToken cancellation)
    {
        await using var command = database.CreateCommand(SelectDue);
        command.Parameters.Add(new NpgsqlParameter<string[]> { TypedValue = [.. lanes.Select(lane => lane.Lane.Customer)] });
        command.Parameters.Add(new NpgsqlParameter<string[]> { TypedValue = [.. lanes.Select(lane => lane.Lane.Lane)] });
        command.Parameters.Add(new NpgsqlParameter<int[]> { TypedValue = [.. lanes.Select(lane => lane.Room)] });
        command.Parameters.Add(new NpgsqlParameter<DateTime> { TypedValue = now.ToDateTimeUtc() });
        command.Parameters.Add(new NpgsqlParameter<string[]> { TypedValue = underWay });
        await using var rows = await command.ExecuteReaderAsync(cancellation);
        List<DueDelivery> due = [];
        while (await rows.ReadAsync(cancellation)) due.Add(Read(rows));
        return due;
    }

    private static DueDelivery Read(NpgsqlDataReader row) => new(
        new(row.GetString(0), row.GetString(1)), row.GetString(2), Text(row, 3), Text(row, 4), Text(row, 5), row.GetString(6), Text(row, 7),
        Text(row, 8), Text(row, 9), Words.Parse<NotificationKind>(row.GetString(10)), row.GetString(11), row.GetInt64(12),
        Text(row, 13) is { } by ? Words.Parse<PolicyGrouping>(by) : null, Text(row, 14), row.GetInt32(15), row.GetInt32(16),
        row.IsDBNull(17) ? null : Instant.FromDateTimeUtc(row.GetDateTime(17)), Instant.FromDateTimeUtc(row.GetDateTime(18)));

    private static string? Text(NpgsqlDataReader row, int column) => row.IsDBNull(column) ? null : row.GetString(column);
}
