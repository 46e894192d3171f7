using IotPlatform.Platform;

namespace IotPlatform.Telemetry;

/// <summary>The tables of the telemetry log, as SQL that may run on every start.</summary>
public static class TelemetrySchema
{
    // values is json, not jsonb: it is written once and read rarely, json costs the writer less and keeps a number's digits as sent.
    // seq and received_at have a BRIN, since rows come in their order: a B-tree costs the writer a fifth more. BRIN knows nothing of the newest rows until they
    // are summarised, so whoever reads a long stretch has that done first.
    // Partitions are days of receipt, never of the device's own time: one row dated in the future would block its day.
    // A partition is made beside its parent and then attached, which (unlike "partition of") does not wait for running queries.
    private const string Sql = """
        create schema if not exists iot;
        create sequence if not exists iot.telemetry_blocks;

        create table if not exists iot.telemetry_log (
            seq bigint not null,
            received_at timestamptz not null,
            ts timestamptz not null,
            device_key integer not null,
            bytes integer not null,
            topic text,
            error text,
            values json
        ) partition by range (received_at);
        create index if not exists telemetry_log_device_ts on iot.telemetry_log (device_key, ts);
        create index if not exists telemetry_log_place on iot.telemetry_log using brin (seq, received_at)
            with (pages_per_range = 32, autosummarize = on);

        create table if not exists iot.telemetry_batches (
            first_seq bigint not null,
            last_seq bigint not null,
            received_at timestamptz not null,
            first_received_at timestamptz not null,
            last_received_at timestamptz not null,
            messages integer not null,
            bytes bigint not null,
            txid xid8 not null default pg_current_xact_id(),
            primary key (first_seq, received_at)
        ) partition by range (received_at);

        create table if not exists iot.telemetry_latest (
            device_key integer primary key,
            values json not null
        );
        create table if not exists iot.telemetry_checkpoints (
            name text primary key,
            seq bigint not null
        );

        create or replace function iot.telemetry_add_day(day date) returns void language plpgsql as $$
        declare
            parent text;
            part text;
        begin
            perform pg_advisory_xact_lock(hashtext('iot.telemetry_add_day'));
            foreach parent in array array['telemetry_log', 'telemetry_batches'] loop
                part := parent || '_' || to_char(day, 'YYYYMMDD');
                continue when exists (select from pg_class c where c.oid = to_regclass('iot.' || part) and c.relispartition);
                execute format('create table if not exists iot.%I (like iot.%I including defaults including constraints)', part, parent);
                execute format('alter table iot.%I attach partition iot.%I for values from (%L) to (%L)',
                    parent, part, to_char(day, 'YYYY-MM-DD') || ' 00:00:00+00', to_char(day + 1, 'YYYY-MM-DD') || ' 00:00:00+00');
            end loop;
        end $$;

        create or replace function iot.telemetry_summarize() returns void language plpgsql set lock_timeout = '2s' as $$
        begin
            perform brin_summarize_new_values(inhrelid) from pg_inherits where inhparent = 'iot.telemetry_log_place'::regclass;
        exception when lock_not_available then
            null; -- a vacuum is at it, which summarises too
        end $$;

        drop function if exists iot.telemetry_days();
        """;

    /// <summary>The script to register.</summary>
    public static SchemaScript Script { get; } = new("telemetry", Sql);
}
