using IotPlatform.Devices;
using IotPlatform.Platform;
using IotPlatform.RuleEngine;
using Wolverine.Http;

namespace IotPlatform.Alarms;

/// <summary>GET /v1/iot/alarms: a page of the alarms that pass all filters, newest first.</summary>
public static class ListAlarmsEndpoint
{
    private static readonly ListFilter Status = ListFilter.Choices("status", Words.All<AlarmStatus>());
    private static readonly ListFilter Severities = ListFilter.Choices("severity", Words.All<Severity>()) with { IsLasting = true };

    /// <summary>What the list offers.</summary>
    public static ListDefinition List { get; } = new("alarms")
    {
        Grows = typeof(AlarmTriggered),
        DefaultSort = "-created_at",
        HasPast = true,
        Sortable = new Dictionary<string, string>
        {
            ["created_at"] = ListDefinition.Field("created_at"),
            ["updated_at"] = ListDefinition.Field("updated_at"),
            ["triggered_at"] = ListDefinition.Field("triggered_at"),
            ["last_triggered_at"] = ListDefinition.Field("last_triggered_at"),
            ["severity"] = "array_position(array['info','warning','critical'], d.data->>'severity')",
            ["status"] = ListDefinition.Field("status"),
        },
        Filters =
        [
            Status,
            Severities,
            ListFilter.Text("d.data->>'device_id' = {0}", "device_id") with { IsLasting = true },
            ListFilter.Text("d.data->>'rule_id' = {0}", "rule_id") with { IsLasting = true },
            // Who is in a group is told by no event of an alarm.
            ListFilter.Text($"d.data->>'device_id' in ({MemberDevices.IdsOfGroup})", "group_id") with { IsVolatile = true },
            ListFilter.Time("created_after", "d.data->>'created_at' >= {0}") with { IsLasting = true },
            ListFilter.Time("created_before", "d.data->>'created_at' <= {0}") with { IsLasting = true },
        ],
        KnownTotal = KnownTotal,
        Indexes =
        [
            new("by_device", "(data->>'device_id'), (data->>'created_at'), id"),
            new("by_status", "(data->>'status'), (data->>'created_at'), id"),
            new("by_severity", "(data->>'severity'), (data->>'created_at'), id"),
            new("open", "(data->>'created_at'), id") { Where = "data->>'status' <> 'resolved'" },
            new("by_rule", "(data->>'rule_id'), (data->>'created_at'), id"),
        ],
    };

    // The tally has it, so that nobody counts a million alarms again each time that one of them changes.
    private static string? KnownTotal(ListQuery query) => query.Filters.Keys.All(filter => filter == Status || filter == Severities)
        ? $"""
            select coalesce(sum((t.data -> status ->> severity)::bigint), 0)::bigint
            from iot.mt_doc_alarmtally t, unnest(array[{Status.ListWords(query)}]) status, unnest(array[{Severities.ListWords(query)}]) severity
            where t.tenant_id = $1
            """
        : null;

    [WolverineGet("/v1/iot/alarms")]
    [EndpointSummary("List alarms")]
    public static Task<IResult> Get(HttpContext http, ReadModel<Alarm> alarms) => alarms.List(http, List);
}
