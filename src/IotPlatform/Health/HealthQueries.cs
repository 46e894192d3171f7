using IotPlatform.Devices;
using IotPlatform.Platform;
using IotPlatform.RuleEngine;
using NodaTime;
using Npgsql;

namespace IotPlatform.Health;

/// <summary>Reads what no other slice has an answer for.</summary>
public sealed class HealthQueries(NpgsqlDataSource database, DeviceStates states)
{
    /// <summary>The device's open alarms.</summary>
    public async Task<IReadOnlyList<OpenAlarmFact>> OpenAlarmsAsync(string customer, string deviceId, CancellationToken cancellation)
    {
        await using var command = database.CreateCommand("""
            select a.data->>'severity', a.data->>'status'
            from iot.mt_doc_openalarm o join iot.mt_doc_alarm a on a.tenant_id = o.tenant_id and a.id = o.id
            where o.tenant_id = $1 and o.data->>'device_id' = $2
            """);
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = customer });
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = deviceId });
        return await ReadAsync(
            command, row => new OpenAlarmFact(Words.Parse<Severity>(row.GetString(0)), row.GetString(1) == "acknowledged"), cancellation);
    }

    /// <summary>Whether anything was ever received of the device.</summary>
    public async Task<bool> WasHeardAsync(DeviceHandle device, CancellationToken cancellation)
    {
        await using var command = database.CreateCommand(
            "select last_seen from iot.device_state where device_key = $1 and last_seen is not null");
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = device.Key });
        var seen = await ReadAsync(command, row => TimeIn(row, 0), cancellation);
        var stored = DeviceState.NeverSeen with { Key = device.Key, LastSeen = seen.Count > 0 ? seen[0] : null };
        return states.Current(stored).LastSeen is not null;
    }

    private static Instant TimeIn(NpgsqlDataReader row, int column) => Instant.FromDateTimeUtc(row.GetDateTime(column));

    private static async Task<IReadOnlyList<T>> ReadAsync<T>(
        NpgsqlCommand command, Func<NpgsqlDataReader, T> read, CancellationToken cancellation)
    {
        await using var rows = await command.ExecuteReaderAsync(cancellation);
        List<T> all = [];
        while (await rows.ReadAsync(cancellation)) all.Add(read(rows));
        return all;
    }
}
