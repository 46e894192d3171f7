using IotPlatform.Platform;

namespace IotPlatform.Telemetry;

/// <summary>The tables of what devices have sent, as SQL that may run on every start.</summary>
public static class UsageSchema
{
    // A device is named here and not keyed: what it has sent stays counted for its customer when it is deleted, and is one device's when it is
    // registered again. The sums of a row run from the first of its month to the end of each day, so any part of it is two of them. The free
    // half of each page takes the next version of its rows: without it each count moves a row, and its entry in the index.
    private const string Sql = """
        create table if not exists iot.device_usage (
            customer text collate "C" not null,
            month date not null,
            device_id text collate "C" not null,
            messages bigint[] not null,
            bytes bigint[] not null,
            primary key (customer, month, device_id)
        ) with (fillfactor = 45);

        create table if not exists iot.usage_days (
            customer text collate "C" not null,
            day date not null,
            messages bigint not null,
            bytes bigint not null,
            active_devices integer not null,
            primary key (customer, day)
        ) with (fillfactor = 50);
        """;

    private const string View = """
        create or replace view iot.usage as
            select customer, device_id, month + at - 1 as day,
                messages[at] - coalesce(messages[at - 1], 0) as messages, bytes[at] - coalesce(bytes[at - 1], 0) as bytes, month
            from iot.device_usage, generate_subscripts(messages, 1) as at
            where messages[at] > coalesce(messages[at - 1], 0);
        """;

    /// <summary>The script to register, after that of devices.</summary>
    public static SchemaScript Script { get; } = new("telemetry_usage", Sql + FormerUsage.Sql + View);
}
