using IotPlatform.Platform;
using Wolverine.Http;

namespace IotPlatform.Devices;

/// <summary>GET /v1/iot/devices: a page of the devices that pass all filters.</summary>
public static class ListDevicesEndpoint
{
    /// <summary>What the list offers.</summary>
    public static ListDefinition List { get; } = new("devices")
    {
        Grows = typeof(DeviceRegistered),
        Shrinks = typeof(DeviceDeleted),
        Sortable = new Dictionary<string, string>
        {
            ["created_at"] = ListDefinition.Field("created_at"),
            ["updated_at"] = ListDefinition.Field("updated_at"),
            ["name"] = ListDefinition.Field("name"),
            ["device_id"] = "d.id",
        },
        Filters =
        [
            ListFilter.Flag("is_active"),
            ListFilter.Choice(
                "status", ["active", "inactive"], word => $"d.data->>'is_active' = '{(word == "active" ? "true" : "false")}'"),
            ListFilter.Flag("s.is_connected", "s.is_connected is not true", "is_connected") with { IsVolatile = true },
            ListFilter.Text("d.data->>'device_type' = {0}", "device_type", "type"),
            ListFilter.Text("d.data->'tags' ? {0}", "tag"),
            ListFilter.Text("d.data->'group_ids' ? {0}", "group_id"),
            ListFilter.Text("d.data->>'profile_id' = {0}", "profile_id"),
            ListFilter.Text("strpos(lower(concat_ws(E'\\n', d.id, d.data->>'name', d.data->>'description')), lower({0})) > 0", "search"),
        ],
        Indexes =
        [
            new("by_name", "(data->>'name'), id"),
            new("by_update", "(data->>'updated_at'), id"),
            new("by_type", "(data->>'device_type'), (data->>'created_at'), id"),
            new("by_profile", "(data->>'profile_id'), (data->>'created_at'), id") { Where = "data->>'profile_id' is not null" },
            new("inactive", "(data->>'created_at'), id") { Where = "data->>'is_active' = 'false'" },
            new("by_tag", "data->'tags'") { IsOfElements = true },
            new("by_group", "data->'group_ids'") { IsOfElements = true },
        ],
    };

    [WolverineGet("/v1/iot/devices")]
    [EndpointSummary("List devices")]
    public static Task<IResult> Get(HttpContext http, DeviceReadModel devices) => devices.List(http, List);
}
