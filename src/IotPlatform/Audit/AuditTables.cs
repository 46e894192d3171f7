using IotPlatform.Platform;

namespace IotPlatform.Audit;

/// <summary>The tables of links and seals, beside the events and never in their way.</summary>
public static class AuditTables
{
    /// <summary>
    /// A link for each event, by its place in the store; the seals; and from where on there are links, and up to where they are sealed.
    /// <c>link_events</c> adds the links of a transaction: a procedure, since a select would put a result set among those that the event
    /// store expects.
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
        create or replace procedure iot.link_events(customer_id text, streams text[], versions bigint[], contents bytea[])
        language plpgsql as $$
        begin
          for i in 1 .. cardinality(streams) loop
            insert into iot.event_link (sequence, customer, stream, version, content, hash)
            select e.seq_id, customer_id, e.stream_id, e.version, contents[i],
              sha256(coalesce(previous.hash, '') || contents[i] || int8send(e.seq_id))
            from iot.mt_events e
            left join iot.mt_events p on p.tenant_id = e.tenant_id and p.stream_id = e.stream_id and p.version = e.version - 1
            left join iot.event_link previous on previous.sequence = p.seq_id
            where e.tenant_id = customer_id and e.stream_id = streams[i] and e.version = versions[i];
            if not found then
              raise exception 'Event % of stream % is not there to be linked', versions[i], streams[i];
            end if;
          end loop;
        end $$;
        """);
}
