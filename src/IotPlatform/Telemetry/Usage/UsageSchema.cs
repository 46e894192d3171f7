using IotPlatform.Platform;

namespace IotPlatform.Telemetry;

/// <summary>The table of what devices have sent, as SQL that may run on every start.</summary>
public static class UsageSchema
{
    // A device's key outlives the device here: what was sent stays counted for its customer.
    private const string Sql = """
        create table if not exists iot.telemetry_usage (
            day date not null,
            device_key integer not null,
            messages bigint not null,
            bytes bigint not null,
            primary key (device_key, day)
        ) with (fillfactor = 80);

        create or replace view iot.usage as
            select customer, device_id, day, messages, bytes from iot.telemetry_usage
            join (select device_key, customer, device_id from iot.device_state
                  union all select device_key, customer, device_id from iot.former_devices) as device using (device_key);
        """;

    /// <summary>The script to register, after that of devices.</summary>
    public static SchemaScript Script { get; } = new("telemetry_usage", Sql);
}
