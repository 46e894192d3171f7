using IotPlatform.Devices;
using Npgsql;

namespace IotPlatform.Telemetry;

/// <summary>The stored counters of what devices have sent that could not be used.</summary>
public sealed class ErrorStore(NpgsqlDataSource database)
{
    // A device that is being deleted is waited for, and then is not there: its counters do not come back after they were erased.
    private const string AddSql = """
        with registered as (
          select device_key from iot.device_state where device_key = any($1) order by device_key for key share)
        insert into iot.telemetry_errors as known (
          device_key, bad_payloads, wrong_type, too_old, refused_publishes, last_at, last_topic, last_reason, last_detail)
        select e.* from unnest($1, $2::bigint[], $3::bigint[], $4::bigint[], $5::bigint[], $6::timestamptz[], $7::text[], $8::text[], $9::text[])
          as e (device_key, bad_payloads, wrong_type, too_old, refused_publishes, last_at, last_topic, last_reason, last_detail)
        where e.device_key in (select device_key from registered)
        on conflict (device_key) do update set
          bad_payloads = known.bad_payloads + excluded.bad_payloads,
          wrong_type = known.wrong_type + excluded.wrong_type,
          too_old = known.too_old + excluded.too_old,
          refused_publishes = known.refused_publishes + excluded.refused_publishes,
          last_at = excluded.last_at, last_topic = excluded.last_topic, last_reason = excluded.last_reason, last_detail = excluded.last_detail
        """;

    /// <summary>Adds to the counters of many devices at once.</summary>
    public async Task AddAsync(IReadOnlyDictionary<int, TelemetryErrors> errors, CancellationToken cancellation)
    {
        KeyValuePair<int, TelemetryErrors>[] rows = [.. errors.OrderBy(device => device.Key)];
        await using var command = database.CreateCommand(AddSql);
        Add(command, rows, row => row.Key);
        Add(command, rows, row => row.Value.BadPayloads);
        Add(command, rows, row => row.Value.WrongType);
        Add(command, rows, row => row.Value.TooOld);
        Add(command, rows, row => row.Value.RefusedPublishes);
        Add(command, rows, row => row.Value.LastError.At.ToDateTimeUtc());
        Add(command, rows, row => row.Value.LastError.Topic);
        Add(command, rows, row => row.Value.LastError.Reason);
        Add(command, rows, row => row.Value.LastError.Detail);
        await command.ExecuteNonQueryAsync(cancellation);
    }

    /// <summary>Removes what is stored of a deleted device.</summary>
    public async Task EraseAsync(int deviceKey, CancellationToken cancellation)
    {
        await using var command = database.CreateCommand("delete from iot.telemetry_errors where device_key = $1");
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = deviceKey });
        await command.ExecuteNonQueryAsync(cancellation);
    }

    private static void Add<T>(
        NpgsqlCommand command, KeyValuePair<int, TelemetryErrors>[] rows, Func<KeyValuePair<int, TelemetryErrors>, T> member) =>
        command.Parameters.Add(new NpgsqlParameter<T[]> { TypedValue = [.. rows.Select(member)] });
}
