using IotPlatform.Platform;
using Wolverine.Http;

namespace IotPlatform.Devices;

/// <summary>GET /v1/iot/devices: a page of the devices that pass all filters.</summary>
public static class ListDevicesEndpoint
{
    /// <summary>What the list offers.</summary>
    public static ListDefinition List { get; } = new("devices")
    {
        Sortable = new Dictionary<string, string>
        {
            ["created_at"] = ListDefinition.Text("created_at"),
            ["updated_at"] = ListDefinition.Text("updated_at"),
            ["name"] = ListDefinition.Text("name"),
            ["device_id"] = "d.id",
        },
        Filters =
        [
            ListFilter.Flag("(d.data->>'is_active')::boolean = {0}", "is_active"),
            ListFilter.Choice("(d.data->>'is_active')::boolean = ({0} = 'active')", ["active", "inactive"], "status"),
            ListFilter.Flag("coalesce(s.is_connected, false) = {0}", "is_connected"),
            ListFilter.Text("d.data->>'device_type' = {0}", "device_type", "type"),
            ListFilter.Text("d.data->'tags' ? {0}", "tag"),
            ListFilter.Text("d.data->'group_ids' ? {0}", "group_id"),
            ListFilter.Text("d.data->>'profile_id' = {0}", "profile_id"),
            ListFilter.Text("strpos(lower(concat_ws(E'\\n', d.id, d.data->>'name', d.data->>'description')), lower({0})) > 0", "search"),
        ],
    };

    [WolverineGet("/v1/iot/devices")]
    public static Task<IResult> Get(HttpContext http, DeviceReadModel devices) => devices.List(http, List);
}
