namespace IotPlatform.Telemetry;

/// <summary>Carries what earlier versions counted, a row for each device and day, over into the tables of this one.</summary>
internal static class FormerUsage
{
    /// <summary>What is to run once the tables are there; it does nothing on a store that has none of the former ones.</summary>
    public const string Sql = """

        do $$ begin
            if to_regclass('iot.telemetry_usage') is null then return; end if;
            drop view if exists iot.usage;
            create temporary table sent on commit drop as
                select customer, device_id, day, sum(messages) as messages, sum(bytes) as bytes from iot.telemetry_usage
                join (select device_key, customer, device_id from iot.device_state
                      union all select device_key, customer, device_id from iot.former_devices) as device using (device_key)
                group by customer, device_id, day;

            insert into iot.device_usage (customer, month, device_id, messages, bytes)
            select customer, month, device_id, array_agg(messages order by day), array_agg(bytes order by day) from (
                select customer, month, device_id, day,
                    (sum(coalesce(messages, 0)) over running)::bigint as messages, (sum(coalesce(bytes, 0)) over running)::bigint as bytes
                from (select customer, device_id, date_trunc('month', day)::date as month, max(day) as last from sent group by 1, 2, 3) as row
                cross join lateral (select month + at as day from generate_series(0, last - month) as at) as days
                left join sent using (customer, device_id, day)
                window running as (partition by customer, device_id, month order by day)) as sums
            group by customer, month, device_id;

            insert into iot.usage_days (customer, day, messages, bytes, active_devices)
            select customer, day, sum(messages), sum(bytes), count(*) from sent group by customer, day
            on conflict do nothing;

            drop table iot.telemetry_usage;
            drop table if exists iot.usage_months;
        end $$;

        """;
}
