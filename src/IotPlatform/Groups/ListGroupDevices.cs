using IotPlatform.Devices;
using IotPlatform.Platform;
using Wolverine.Http;

namespace IotPlatform.Groups;

/// <summary>GET /v1/iot/groups/{group_id}/devices: the list of devices, narrowed to the group's members.</summary>
public static class ListGroupDevicesEndpoint
{
    /// <summary>What the list offers.</summary>
    public static ListDefinition List => ListDevicesEndpoint.List;

    [WolverineGet("/v1/iot/groups/{group_id}/devices")]
    [EndpointSummary("List devices of group")]
    [Answers(typeof(Device))]
    public static async Task<IResult> Get(string group_id, HttpContext http, CountedReadModel<Group> groups, DeviceReadModel devices) =>
        (await groups.LoadAsync(http, group_id)).State is null
            ? Problem.NotFound(Group.Kind, group_id)
            : await devices.List(http, List, ("group_id", group_id));
}
