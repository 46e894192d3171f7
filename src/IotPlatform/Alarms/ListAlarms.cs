using IotPlatform.Platform;
using IotPlatform.RuleEngine;
using Wolverine.Http;

namespace IotPlatform.Alarms;

/// <summary>GET /v1/iot/alarms: a page of the alarms that pass all filters, newest first.</summary>
public static class ListAlarmsEndpoint
{
    /// <summary>What the list offers.</summary>
    public static ListDefinition List { get; } = new("alarms")
    {
        DefaultSort = "-created_at",
        Sortable = new Dictionary<string, string>
        {
            ["created_at"] = ListDefinition.Text("created_at"),
            ["updated_at"] = ListDefinition.Text("updated_at"),
            ["triggered_at"] = ListDefinition.Text("triggered_at"),
            ["last_triggered_at"] = ListDefinition.Text("last_triggered_at"),
            ["severity"] = "array_position(array['info','warning','critical'], d.data->>'severity')",
            ["status"] = ListDefinition.Text("status"),
        },
        Filters =
        [
            ListFilter.Choices("d.data->>'status' = any({0})", Words.All<AlarmStatus>(), "status"),
            ListFilter.Choices("d.data->>'severity' = any({0})", Words.All<Severity>(), "severity"),
            ListFilter.Text("d.data->>'device_id' = {0}", "device_id"),
            ListFilter.Text("d.data->>'rule_id' = {0}", "rule_id"),
            ListFilter.Time("d.data->>'created_at' >= {0}", "created_after"),
            ListFilter.Time("d.data->>'created_at' <= {0}", "created_before"),
        ],
    };

    [WolverineGet("/v1/iot/alarms")]
    public static Task<IResult> Get(HttpContext http, ReadModel<Alarm> alarms) => alarms.List(http, List);
}
