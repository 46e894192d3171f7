using System.Runtime.CompilerServices;
using IotPlatform.Devices;
using NodaTime;
using Npgsql;

namespace IotPlatform.Connectivity;

/// <summary>Reads the connection log in the order in which it was committed.</summary>
public sealed class ConnectionHistory(NpgsqlDataSource database)
{
    private const string Changes = """
        select s.device_key, s.customer, s.device_id, c.epoch, c.seq, c.at, c.clean, c.reason
        from (
            select device_key, epoch, opened_seq as seq, connected_at as at, null as clean, null as reason
            from iot.connections where opened_seq > $1
            union all
            select device_key, epoch, closed_seq, disconnected_at, clean, reason from iot.connections where closed_seq > $1) c
        join iot.device_state s on s.device_key = c.device_key
        order by c.seq
        """;

    private const string OfDevice = """
        with near as (
            select * from iot.connections
            where device_key = $1 and connected_at < $3 and (disconnected_at is null or disconnected_at >= $2 or connected_at >= $2
                or epoch = (select max(epoch) from iot.connections where device_key = $1 and connected_at < $2)))
        select c.epoch, c.seq, c.at, c.clean, c.reason
        from (
            select epoch, coalesce(opened_seq, 0) as seq, connected_at as at, null::boolean as clean, null as reason from near
            union all
            select epoch, coalesce(closed_seq, 0), disconnected_at, clean, reason from near where disconnected_at < $3) c
        order by c.at, c.seq
        """;

    /// <summary>The changes after a position that are of registered devices; the same that observers were told.</summary>
    public async IAsyncEnumerable<ConnectionChange> ReadAfterAsync(long position, [EnumeratorCancellation] CancellationToken cancellation)
    {
        await using var command = database.CreateCommand(Changes);
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = position });
        await using var rows = await command.ExecuteReaderAsync(cancellation);
        while (await rows.ReadAsync(cancellation))
        {
            var device = new DeviceHandle(rows.GetInt32(0), rows.GetString(1), rows.GetString(2));
            yield return Read(rows, 3, device);
        }
    }

    /// <summary>A device's changes in a span of time, oldest first, after those of its last connection from before.</summary>
    public async Task<IReadOnlyList<ConnectionChange>> ReadAsync(
        DeviceHandle device, Instant from, Instant to, CancellationToken cancellation)
    {
        await using var command = database.CreateCommand(OfDevice);
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = device.Key });
        command.Parameters.Add(new NpgsqlParameter<DateTime> { TypedValue = from.ToDateTimeUtc() });
        command.Parameters.Add(new NpgsqlParameter<DateTime> { TypedValue = to.ToDateTimeUtc() });
        await using var rows = await command.ExecuteReaderAsync(cancellation);
        var changes = new List<ConnectionChange>();
        while (await rows.ReadAsync(cancellation)) changes.Add(Read(rows, 0, device));
        return changes;
    }

    private static ConnectionChange Read(NpgsqlDataReader row, int first, DeviceHandle device)
    {
        var at = Instant.FromDateTimeUtc(row.GetDateTime(first + 2));
        var end = row.IsDBNull(first + 3) ? null : new ConnectionEnd(row.GetBoolean(first + 3), row.GetString(first + 4), at);
        return new(device, row.GetInt64(first), row.GetInt64(first + 1), at, end);
    }
}
