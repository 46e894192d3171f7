using IotPlatform.Devices;
using NodaTime;
using Npgsql;

namespace IotPlatform.Telemetry;

/// <summary>Knows which topics, beside those of telemetry, devices have published to.</summary>
public sealed class SeenTopics(NpgsqlDataSource database)
{
    /// <summary>The topics, below <c>devices/{device_id}/</c>, of all that the device has sent from a time on.</summary>
    public async Task<IReadOnlyList<string>> SinceAsync(DeviceHandle device, Instant since, CancellationToken cancellation)
    {
        // What is packed may be in the log still; a topic counts once.
        await using var command = database.CreateCommand("""
            select topic from iot.telemetry_log where device_key = $1 and ts >= $2 and received_at >= $2 and topic is not null
            union
            select other->>'topic' from iot.telemetry_hours h cross join lateral json_array_elements(h.others) other
            where h.device_key = $1 and h.hour >= date_trunc('hour', $2, 'UTC') and other->>'topic' is not null and (other->>'ts')::bigint >= $3
            """);
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = device.Key });
        command.Parameters.Add(new NpgsqlParameter<DateTime> { TypedValue = since.ToDateTimeUtc() });
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = Microseconds.Of(since) });
        await using var rows = await command.ExecuteReaderAsync(cancellation);
        List<string> topics = [];
        while (await rows.ReadAsync(cancellation)) topics.Add(rows.GetString(0));
        return topics;
    }
}
