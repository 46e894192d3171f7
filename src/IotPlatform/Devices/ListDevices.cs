using IotPlatform.Platform;
using Wolverine.Http;

namespace IotPlatform.Devices;

/// <summary>GET /v1/iot/devices: a page of the devices that pass all filters.</summary>
public static class ListDevicesEndpoint
{
    private static readonly IReadOnlyDictionary<string, string> Sortable = new Dictionary<string, string>
    {
        ["created_at"] = "d.data->>'created_at'",
        ["updated_at"] = "d.data->>'updated_at'",
        ["name"] = "d.data->>'name'",
        ["device_id"] = "d.id",
    };

    [WolverineGet("/v1/iot/devices")]
    public static Task<IResult> Get(HttpContext http, DeviceReadModel devices) => devices.List(http, "devices", Filter(http.Request.Query));

    private static ListQuery Filter(IQueryCollection query) => new ListQuery(query, Sortable)
        .ByFlag("(d.data->>'is_active')::boolean = {0}", "is_active")
        .ByChoice("(d.data->>'is_active')::boolean = ({0} = 'active')", ["active", "inactive"], "status")
        .ByFlag("coalesce(s.is_connected, false) = {0}", "is_connected")
        .ByText("d.data->>'device_type' = {0}", "device_type", "type")
        .ByText("d.data->'tags' ? {0}", "tag")
        .ByText("d.data->'group_ids' ? {0}", "group_id")
        .ByText("d.data->>'profile_id' = {0}", "profile_id")
        .ByText("strpos(lower(concat_ws(E'\\n', d.id, d.data->>'name', d.data->>'description')), lower({0})) > 0", "search");
}
