using IotPlatform.Devices;
using IotPlatform.Platform;
using NodaTime;
using Wolverine.Http;

namespace IotPlatform.Groups;

/// <summary>DELETE /v1/iot/groups/{group_id}/devices/{device_id}: the device leaves the group.</summary>
public static class RemoveDeviceFromGroupEndpoint
{
    [WolverineDelete("/v1/iot/groups/{group_id}/devices/{device_id}")]
    [EndpointSummary("Remove device from group")]
    public static Task<IResult> Delete(string group_id, string device_id, HttpContext http, Resources<Device> devices) =>
        devices.Change(http, device_id, (device, now) => Decide(group_id, device, now), (_, _) => Results.NoContent());

    public static Decision Decide(string groupId, Device device, Instant now) => device.GroupIds.Contains(groupId)
        ? Decision.Append(new DeviceLeftGroup(device.DeviceId, groupId, now))
        : Problem.NotFound("member of this group", device.DeviceId);
}
