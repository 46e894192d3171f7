using IotPlatform.Platform;

namespace IotPlatform.Notifications;

/// <summary>The tables of what is to be told, and of what became of it.</summary>
internal static class DeliverySchema
{
    public static readonly SchemaScript Script = new("deliveries", """
        create table if not exists iot.delivery (
          tenant_id text not null,
          id text not null,
          policy_id text,
          channel_id text,
          channel_name text,
          channel_type text not null,
          lane text not null,
          alarm_id text,
          device_id text,
          rule_id text,
          event_type text not null,
          source text not null,
          source_version bigint not null,
          group_by text,
          group_key text,
          alarm_count integer not null default 1,
          status text not null,
          attempts integer not null default 0,
          response_code integer,
          error text,
          created_at timestamptz not null,
          first_attempt_at timestamptz,
          next_attempt_at timestamptz,
          delivered_at timestamptz,
          primary key (tenant_id, id)
        );
        create index if not exists delivery_newest on iot.delivery (tenant_id, created_at desc, id desc);
        create index if not exists delivery_of_alarm on iot.delivery (tenant_id, alarm_id, created_at) where alarm_id is not null;
        create index if not exists delivery_due on iot.delivery (tenant_id, lane, next_attempt_at, id)
          where status in ('pending', 'retrying');
        create index if not exists delivery_failed on iot.delivery (tenant_id, created_at desc, id desc) where status = 'failed';
        create index if not exists delivery_age on iot.delivery using brin (created_at);

        create table if not exists iot.delivery_count (tenant_id text primary key, count bigint not null);
        create or replace function iot.count_deliveries() returns trigger language plpgsql as $$
        begin
          insert into iot.delivery_count as known (tenant_id, count)
          select tenant_id, count(*) * (case tg_op when 'DELETE' then -1 else 1 end) from changed group by tenant_id order by tenant_id
          on conflict (tenant_id) do update set count = known.count + excluded.count;
          return null;
        end $$;
        create or replace trigger delivery_added after insert on iot.delivery
          referencing new table as changed for each statement execute function iot.count_deliveries();
        create or replace trigger delivery_deleted after delete on iot.delivery
          referencing old table as changed for each statement execute function iot.count_deliveries();

        create table if not exists iot.notification_told (
          tenant_id text not null,
          alarm_id text not null,
          policy_id text not null,
          event_type text not null,
          at timestamptz not null,
          primary key (tenant_id, alarm_id, policy_id, event_type)
        );
        create index if not exists notification_told_age on iot.notification_told using brin (at);

        create table if not exists iot.notification_group (
          tenant_id text not null,
          policy_id text not null,
          channel_id text not null,
          event_type text not null,
          group_key text not null,
          due_at timestamptz,
          sent_at timestamptz,
          primary key (tenant_id, policy_id, channel_id, event_type, group_key)
        );
        create index if not exists notification_group_due on iot.notification_group (due_at) where due_at is not null;

        create table if not exists iot.notification_collected (
          tenant_id text not null,
          policy_id text not null,
          channel_id text not null,
          event_type text not null,
          group_key text not null,
          alarm_id text not null,
          version bigint not null,
          device_id text not null,
          rule_id text not null,
          at timestamptz not null,
          delivery_id text,
          is_told boolean not null default false,
          primary key (tenant_id, channel_id, alarm_id, version, event_type)
        );
        create index if not exists notification_collected_waiting on iot.notification_collected
          (tenant_id, policy_id, channel_id, event_type, group_key) where delivery_id is null;
        create index if not exists notification_collected_delivery on iot.notification_collected (tenant_id, delivery_id, alarm_id)
          where delivery_id is not null;
        create index if not exists notification_collected_untold on iot.notification_collected (tenant_id, delivery_id)
          where delivery_id is not null and not is_told;
        create index if not exists notification_collected_alarm on iot.notification_collected (tenant_id, alarm_id);

        create table if not exists iot.notification_follow_up (
          tenant_id text not null,
          alarm_id text not null,
          policy_id text not null,
          remind_at timestamptz,
          escalate_at timestamptz,
          is_escalated boolean not null default false,
          reminders integer not null default 0,
          due_at timestamptz generated always as (least(remind_at, escalate_at)) stored,
          primary key (tenant_id, alarm_id, policy_id)
        );
        create index if not exists notification_follow_up_due on iot.notification_follow_up (due_at) where due_at is not null;
        """);
}
