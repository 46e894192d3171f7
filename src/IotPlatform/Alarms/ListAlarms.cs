using IotPlatform.Platform;
using Wolverine.Http;

namespace IotPlatform.Alarms;

/// <summary>GET /v1/iot/alarms: a page of the alarms that pass all filters, newest first.</summary>
public static class ListAlarmsEndpoint
{
    private static readonly IReadOnlyDictionary<string, string> Sortable = new Dictionary<string, string>
    {
        ["created_at"] = "d.data->>'created_at'",
        ["updated_at"] = "d.data->>'updated_at'",
        ["triggered_at"] = "d.data->>'triggered_at'",
        ["last_triggered_at"] = "d.data->>'last_triggered_at'",
        ["severity"] = "array_position(array['info','warning','critical'], d.data->>'severity')",
        ["status"] = "d.data->>'status'",
    };

    [WolverineGet("/v1/iot/alarms")]
    public static Task<IResult> Get(HttpContext http, ReadModel<Alarm> alarms) => alarms.List(http, "alarms", Filter(http.Request.Query));

    private static ListQuery Filter(IQueryCollection query) => new ListQuery(query, Sortable, "-created_at")
        .ByChoices("d.data->>'status' = any({0})", ["active", "acknowledged", "resolved"], "status")
        .ByChoices("d.data->>'severity' = any({0})", ["critical", "warning", "info"], "severity")
        .ByText("d.data->>'device_id' = {0}", "device_id")
        .ByText("d.data->>'rule_id' = {0}", "rule_id")
        .ByTime("d.data->>'created_at' >= {0}", "created_after")
        .ByTime("d.data->>'created_at' <= {0}", "created_before");
}
