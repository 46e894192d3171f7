using Npgsql;

namespace IotPlatform.Telemetry;

/// <summary>The table of what devices have sent.</summary>
public static class UsageStore
{
    /// <summary>Adds counts to those that are stored.</summary>
    public static async Task AddAsync(NpgsqlConnection connection, IReadOnlyList<UsageCount> counts, CancellationToken cancellation)
    {
        if (counts.Count == 0) return;
        await using var command = new NpgsqlCommand(
            """
            insert into iot.telemetry_usage (day, device_key, messages, bytes)
            select * from unnest($1::date[], $2::int[], $3::bigint[], $4::bigint[]) as sent (day, device_key, messages, bytes) order by device_key, day
            on conflict (device_key, day) do update set
                messages = telemetry_usage.messages + excluded.messages, bytes = telemetry_usage.bytes + excluded.bytes
            """, connection);
        command.Parameters.Add(new NpgsqlParameter<DateOnly[]> { TypedValue = [.. counts.Select(c => c.Day.ToDateOnly())] });
        command.Parameters.Add(new NpgsqlParameter<int[]> { TypedValue = [.. counts.Select(c => c.DeviceKey)] });
        command.Parameters.Add(new NpgsqlParameter<long[]> { TypedValue = [.. counts.Select(c => c.Messages)] });
        command.Parameters.Add(new NpgsqlParameter<long[]> { TypedValue = [.. counts.Select(c => c.Bytes)] });
        await command.ExecuteNonQueryAsync(cancellation);
    }
}
