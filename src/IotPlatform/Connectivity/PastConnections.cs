using IotPlatform.Devices;
using NodaTime;
using Npgsql;

namespace IotPlatform.Connectivity;

/// <summary>Looks up in the connection log how things were; of connections that were deleted for their age it tells nothing.</summary>
public sealed class PastConnections(NpgsqlDataSource database) : IPastConnections
{
    private const string At = """
        select
          coalesce(bool_or(c.disconnected_at is null or c.disconnected_at > $4), false),
          max(c.connected_at),
          max(c.disconnected_at) filter (where c.disconnected_at <= $4)
        from iot.connections c
        where c.connected_at between $3 and $4 and c.device_key in (
          select device_key from iot.device_state where customer = $1 and device_id = $2
          union all select device_key from iot.former_devices where customer = $1 and device_id = $2)
        """;

    /// <inheritdoc/>
    public async ValueTask<DeviceState> AtAsync(
        string customer, string deviceId, Instant since, Instant moment, CancellationToken cancellation)
    {
        await using var command = database.CreateCommand(At);
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = customer });
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = deviceId });
        command.Parameters.Add(new NpgsqlParameter<DateTime> { TypedValue = since.ToDateTimeUtc() });
        command.Parameters.Add(new NpgsqlParameter<DateTime> { TypedValue = moment.ToDateTimeUtc() });
        await using var rows = await command.ExecuteReaderAsync(cancellation);
        await rows.ReadAsync(cancellation);
        // When it was last heard is kept nowhere but for the present.
        return new(0, rows.GetBoolean(0), null, Time(rows, 1), Time(rows, 2));
    }

    private static Instant? Time(NpgsqlDataReader row, int column) =>
        row.IsDBNull(column) ? null : Instant.FromDateTimeUtc(row.GetDateTime(column));
}
