using IotPlatform.Platform;

namespace IotPlatform.Telemetry;

/// <summary>The tables of packed hours, as SQL that may run on every start.</summary>
public static class HourSchema
{
    // Partitioned by the day of the values, not of their receipt: by the time an hour is packed nothing can be dated in the future.
    // What an hour's row holds is told by PackedHour. lz4 is missing from servers that were built without it; their own way serves too.
    private const string Sql = """
        create table if not exists iot.telemetry_hours (
            hour timestamptz not null,
            device_key integer not null,
            times integer[] not null,
            lags integer[],
            long_lags bigint[],
            starts bytea,
            keys text[] not null,
            series integer[] not null,
            bases bigint[],
            present bytea,
            shorts smallint[],
            ints integer[],
            doubles double precision[],
            words text[],
            others json,
            hour_rollup double precision[],
            minute_rollup double precision[],
            primary key (device_key, hour)
        ) partition by range (hour);

        -- Up to here all hours are packed; later ones are in the log alone.
        create table if not exists iot.telemetry_packing (
            id boolean primary key default true check (id),
            packed_until timestamptz not null
        );

        -- Packed hours of which the log holds more than is packed.
        create table if not exists iot.telemetry_late (
            device_key integer not null,
            hour timestamptz not null,
            first_seq bigint not null,
            last_seq bigint not null,
            noted_at timestamptz not null,
            primary key (device_key, hour)
        );

        do $$
        declare
            name text;
        begin
            for name in select attname from pg_attribute
                where attrelid = 'iot.telemetry_hours'::regclass and attnum > 0 and attlen = -1 and attcompression = '' loop
                execute format('alter table iot.telemetry_hours alter column %I set compression lz4', name);
            end loop;
        exception when feature_not_supported then
            null;
        end $$;

        create or replace function iot.telemetry_add_hours_day(day date) returns void language plpgsql as $$
        declare
            part text := 'telemetry_hours_' || to_char(day, 'YYYYMMDD');
        begin
            perform pg_advisory_xact_lock(hashtext('iot.telemetry_add_day'));
            if to_regclass('iot.' || part) is not null then return; end if;
            execute format('create table iot.%I (like iot.telemetry_hours including all)', part);
            execute format('alter table iot.telemetry_hours attach partition iot.%I for values from (%L) to (%L)',
                part, to_char(day, 'YYYY-MM-DD') || ' 00:00:00+00', to_char(day + 1, 'YYYY-MM-DD') || ' 00:00:00+00');
        end $$;
        """;

    /// <summary>The script to register, after the log's.</summary>
    public static SchemaScript Script { get; } = new("telemetry_hours", Sql);
}
