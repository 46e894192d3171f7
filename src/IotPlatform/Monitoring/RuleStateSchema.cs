using IotPlatform.Platform;

namespace IotPlatform.Monitoring;

/// <summary>The tables of evaluation.</summary>
public static class RuleStateSchema
{
    /// <summary>
    /// States with their partition; and for each partition how far evaluation is in both logs, until when it was alive, and who does it.
    /// </summary>
    public static readonly SchemaScript Script = new("rule states", """
        drop table if exists iot.rule_state, iot.evaluator_checkpoint;
        create table if not exists iot.rule_states (
          customer text not null,
          rule_id text not null,
          device_id text not null,
          partition smallint not null,
          life bigint not null,
          watch timestamptz not null,
          telemetry bigint not null,
          sessions bigint not null,
          state jsonb not null,
          primary key (customer, device_id, rule_id)
        ) with (fillfactor = 80);
        create table if not exists iot.evaluation (
          partition smallint primary key,
          telemetry bigint not null,
          sessions bigint not null,
          alive_until timestamptz not null,
          node text not null,
          term bigint not null
        ) with (fillfactor = 50);
        """);
}
