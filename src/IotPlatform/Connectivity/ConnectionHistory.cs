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

    /// <summary>The changes after a position that are of registered devices; the same that observers were told.</summary>
    public async IAsyncEnumerable<ConnectionChange> ReadAfterAsync(long position, [EnumeratorCancellation] CancellationToken cancellation)
    {
        await using var command = database.CreateCommand(Changes);
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = position });
        await using var rows = await command.ExecuteReaderAsync(cancellation);
        while (await rows.ReadAsync(cancellation))
        {
            var device = new DeviceHandle(rows.GetInt32(0), rows.GetString(1), rows.GetString(2));
            var at = Instant.FromDateTimeUtc(rows.GetDateTime(5));
            var end = rows.IsDBNull(6) ? null : new ConnectionEnd(rows.GetBoolean(6), rows.GetString(7), at);
            yield return new ConnectionChange(device, rows.GetInt64(3), rows.GetInt64(4), at, end);
        }
    }
}
