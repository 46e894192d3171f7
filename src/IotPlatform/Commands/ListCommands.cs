using IotPlatform.Devices;
using IotPlatform.Platform;
using Wolverine.Http;

namespace IotPlatform.Commands;

/// <summary>GET /v1/iot/devices/{device_id}/commands: a page of the device's commands, newest first.</summary>
public static class ListCommandsEndpoint
{
    /// <summary>What the list offers.</summary>
    public static ListDefinition List { get; } = new("commands")
    {
        Grows = typeof(CommandQueued),
        DefaultSort = "-created_at",
        Sortable = new Dictionary<string, string>
        {
            ["created_at"] = ListDefinition.Field("created_at"),
            ["updated_at"] = ListDefinition.Field("updated_at"),
            ["expires_at"] = ListDefinition.Field("expires_at"),
        },
        Filters =
        [
            ListFilter.Choices("status", Words.All<CommandStatus>()),
            ListFilter.Text("d.data->>'device_id' = {0}", "device_id"),
        ],
        Indexes = [new("by_device", "(data->>'device_id'), (data->>'created_at'), id")],
    };

    [WolverineGet("/v1/iot/devices/{device_id}/commands")]
    [EndpointSummary("List commands of device")]
    [Answers(typeof(DeviceCommand))]
    public static async Task<IResult> Get(string device_id, HttpContext http, DeviceReadModel devices, DeviceCommandReadModel commands) =>
        (await devices.LoadAsync(http, device_id)).State is null
            ? Problem.NotFound(Device.Kind, device_id)
            : await commands.List(http, List, ("device_id", device_id));
}
