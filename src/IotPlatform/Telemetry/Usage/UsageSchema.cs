using IotPlatform.Platform;

namespace IotPlatform.Telemetry;

/// <summary>The tables of what devices have sent, as SQL that may run on every start.</summary>
public static class UsageSchema
{
    // A device's key outlives the device here: what was sent stays counted for its customer. The sums by day and by month are kept in the
    // same transaction as the counts; a database that was made before they were has them added up once.
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

        do $$ begin
            if to_regclass('iot.usage_days') is null then
                create table iot.usage_days (
                    customer text collate "C" not null,
                    day date not null,
                    messages bigint not null,
                    bytes bigint not null,
                    active_devices integer not null,
                    primary key (customer, day)
                ) with (fillfactor = 50);
                insert into iot.usage_days
                    select customer, day, sum(messages), sum(bytes), count(distinct device_id) from iot.usage group by 1, 2;
            end if;
            if to_regclass('iot.usage_months') is null then
                create table iot.usage_months (
                    device_key integer not null,
                    month date not null,
                    customer text collate "C" not null,
                    device_id text collate "C" not null,
                    messages bigint not null,
                    bytes bigint not null,
                    primary key (device_key, month)
                ) with (fillfactor = 80);
                create index usage_months_of_customer on iot.usage_months (customer, month);
                insert into iot.usage_months
                    select device_key, date_trunc('month', day)::date, customer, device_id, sum(messages), sum(bytes) from iot.telemetry_usage
                    join (select device_key, customer, device_id from iot.device_state
                          union all select device_key, customer, device_id from iot.former_devices) as device using (device_key)
                    group by 1, 2, 3, 4;
            end if;
        end $$;
        """;

    /// <summary>The script to register, after that of devices.</summary>
    public static SchemaScript Script { get; } = new("telemetry_usage", Sql);
}
