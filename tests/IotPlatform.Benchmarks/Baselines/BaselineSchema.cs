using Npgsql;

namespace IotPlatform.Benchmarks.Baselines;

/// <summary>The tables of the hand-written programs that the platform is compared with.</summary>
internal static class BaselineSchema
{
    private const string Sql = """
        create table if not exists streams (
            tenant_id text not null, id text not null, type text not null, version bigint not null,
            created timestamptz not null default now(), primary key (tenant_id, id));
        create table if not exists events (
            seq_id bigint generated always as identity primary key, id uuid not null, tenant_id text not null,
            stream_id text not null, version bigint not null, type text not null, data jsonb not null,
            timestamp timestamptz not null default now(), unique (tenant_id, stream_id, version));
        create table if not exists devices (
            tenant_id text not null, id text not null, data jsonb not null, version bigint not null,
            primary key (tenant_id, id));
        create table if not exists single_rows (id text primary key, data jsonb not null);
        create table if not exists known_devices (id text primary key, data jsonb not null);
        create table if not exists readings (
            customer int not null, device int not null, ts timestamptz not null, seq bigint not null,
            bytes int not null, values jsonb not null);
        create index if not exists readings_device_ts on readings (device, ts);
        """;

    public static void Create(NpgsqlDataSource database)
    {
        using var command = database.CreateCommand(Sql);
        command.ExecuteNonQuery();
    }
}
