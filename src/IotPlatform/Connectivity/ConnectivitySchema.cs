using IotPlatform.Platform;

namespace IotPlatform.Connectivity;

/// <summary>The connection log's tables.</summary>
internal static class ConnectivitySchema
{
    public static readonly SchemaScript Script = new("connection log", """
        create sequence if not exists iot.connection_epoch;
        create table if not exists iot.connections (
            device_key integer not null,
            epoch bigint not null,
            connected_at timestamptz not null,
            disconnected_at timestamptz,
            clean boolean,
            reason text,
            client_address text,
            protocol text not null,
            node text not null,
            primary key (device_key, epoch));
        create sequence if not exists iot.connection_change;
        alter table iot.connections add column if not exists opened_seq bigint, add column if not exists closed_seq bigint;
        create index if not exists connections_opened_seq on iot.connections (opened_seq);
        create index if not exists connections_closed_seq on iot.connections (closed_seq);
        create table if not exists iot.platform_outages (
            started_at timestamptz not null,
            ended_at timestamptz primary key,
            grace_seconds double precision not null);
        create index if not exists connections_open on iot.connections (node) where disconnected_at is null;
        create index if not exists connections_ended on iot.connections (disconnected_at) where disconnected_at is not null;
        """);
}
