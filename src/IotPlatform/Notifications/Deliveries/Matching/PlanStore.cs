using System.Text.Json;
using IotPlatform.Platform;
using Marten;

namespace IotPlatform.Notifications;

/// <summary>Writes plans as a part of a transaction; what is there already, from a try before, stays.</summary>
public static class PlanStore
{
    private const string AddDeliveries = """
        insert into iot.delivery (tenant_id, id, policy_id, channel_id, channel_name, channel_type, lane, alarm_id, device_id, rule_id,
          event_type, source, source_version, group_by, group_key, alarm_count, status, error, created_at, next_attempt_at)
        select ?, id, policy_id, channel_id, channel_name, channel_type, lane, alarm_id, device_id, rule_id,
          event_type, source, source_version, group_by, group_key, alarm_count, status, error, created_at, next_attempt_at
        from jsonb_to_recordset(?::jsonb) d (id text, policy_id text, channel_id text, channel_name text, channel_type text, lane text,
          alarm_id text, device_id text, rule_id text, event_type text, source text, source_version bigint, group_by text, group_key text,
          alarm_count integer, status text, error text, created_at timestamptz, next_attempt_at timestamptz)
        on conflict do nothing
        """;

    private const string Collect = """
        with alarm as (
          select * from jsonb_to_recordset(?::jsonb) a (policy_id text, channel_id text, event_type text, group_key text, alarm_id text,
            version bigint, device_id text, rule_id text, at timestamptz, wait_seconds integer, interval_seconds integer)),
        added as (
          insert into iot.notification_collected
            (tenant_id, policy_id, channel_id, event_type, group_key, alarm_id, version, device_id, rule_id, at)
          select ?, policy_id, channel_id, event_type, group_key, alarm_id, version, device_id, rule_id, at from alarm
          on conflict do nothing)
        insert into iot.notification_group as known (tenant_id, policy_id, channel_id, event_type, group_key, due_at)
        select ?, policy_id, channel_id, event_type, group_key, min(at) + max(wait_seconds) * interval '1 second'
        from alarm group by policy_id, channel_id, event_type, group_key order by policy_id, channel_id, event_type, group_key
        on conflict (tenant_id, policy_id, channel_id, event_type, group_key) do update set due_at = coalesce(known.due_at, greatest(
          excluded.due_at, known.sent_at + interval '1 second' * (select max(a.interval_seconds) from alarm a where a.policy_id = known.policy_id)))
        """;

    private const string MarkTold = """
        insert into iot.notification_told as known (tenant_id, alarm_id, policy_id, event_type, at)
        select ?, alarm_id, policy_id, event_type, at
        from jsonb_to_recordset(?::jsonb) t (alarm_id text, policy_id text, event_type text, at timestamptz)
        on conflict (tenant_id, alarm_id, policy_id, event_type) do update set at = greatest(known.at, excluded.at)
        """;

    private const string Acknowledge =
        "update iot.notification_follow_up set remind_at = null, escalate_at = null where tenant_id = ? and alarm_id = any(?)";

    private const string End = "delete from iot.notification_follow_up where tenant_id = ? and alarm_id = any(?)";

    private const string Begin = """
        insert into iot.notification_follow_up (tenant_id, alarm_id, policy_id, remind_at, escalate_at)
        select ?, alarm_id, policy_id, remind_at, escalate_at
        from jsonb_to_recordset(?::jsonb) f (alarm_id text, policy_id text, remind_at timestamptz, escalate_at timestamptz)
        on conflict (tenant_id, alarm_id, policy_id) do update
          set remind_at = excluded.remind_at, escalate_at = excluded.escalate_at, is_escalated = false, reminders = 0
        """;

    /// <summary>Adds the plan to what the transaction will write.</summary>
    public static void Write(IDocumentOperations operations, NotificationPlan plan)
    {
        var customer = plan.Customer;
        if (plan.Deliveries.Count > 0) operations.QueueSqlCommand(AddDeliveries, customer, Rows(plan.Deliveries));
        if (plan.Collected.Count > 0) operations.QueueSqlCommand(Collect, Rows(plan.Collected), customer, customer);
        if (plan.Told.Count > 0) operations.QueueSqlCommand(MarkTold, customer, Rows(plan.Told.Values));
        // A follow-up that begins comes after the end of the one before.
        if (plan.Acknowledged.Count > 0) operations.QueueSqlCommand(Acknowledge, customer, plan.Acknowledged.ToArray());
        if (plan.Ended.Count > 0) operations.QueueSqlCommand(End, customer, plan.Ended.ToArray());
        if (plan.FollowUps.Count > 0) operations.QueueSqlCommand(Begin, customer, Rows(plan.FollowUps.Values));
    }

    private static string Rows<T>(IEnumerable<T> rows) => JsonSerializer.Serialize(rows, Json.Store);
}
