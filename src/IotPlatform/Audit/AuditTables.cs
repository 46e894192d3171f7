using IotPlatform.Platform;

namespace IotPlatform.Audit;

/// <summary>The tables of links and seals, beside the events and never in their way.</summary>
public static class AuditTables
{
    /// <summary>
    /// A link for each event, by its place in the store; the seals; and from where on there are links, and up to where they are sealed.
    /// </summary>
    public static readonly SchemaScript Script = new("audit", """
        create table if not exists iot.event_link (
          sequence bigint primary key,
          customer text not null,
          stream text not null,
          version bigint not null,
          content bytea not null,
          hash bytea not null
        );
        create table if not exists iot.seal (
          customer text not null,
          number bigint not null,
          sealed_at timestamptz not null,
          after bigint not null,
          through bigint not null,
          events bigint not null,
          root bytea not null,
          previous bytea,
          hash bytea not null,
          is_published boolean not null default false,
          primary key (customer, number)
        );
        create table if not exists iot.audit_state (
          is_only boolean primary key default true check (is_only),
          begins_after bigint not null,
          sealed_through bigint not null
        );
        insert into iot.audit_state (begins_after, sealed_through)
          select last, last from (select coalesce(max(seq_id), 0) as last from iot.mt_events) known
          on conflict do nothing;
        """);
}
