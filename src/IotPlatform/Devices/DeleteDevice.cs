using IotPlatform.Platform;
using NodaTime;
using Wolverine.Http;

namespace IotPlatform.Devices;

/// <summary>DELETE /v1/iot/devices/{device_id}: ends the device's life; its history stays for the auditors.</summary>
public static class DeleteDeviceEndpoint
{
    [WolverineDelete("/v1/iot/devices/{device_id}")]
    [EndpointSummary("Delete device")]
    public static Task<IResult> Delete(string device_id, HttpContext http, Resources<Device> devices) =>
        devices.Delete(http, device_id, Decide);

    public static Decision Decide(Device device, Instant now) =>
        Decision.Append([.. DeviceMembership.LeaveAll(device, now), new DeviceDeleted(device.DeviceId, now)]);
}
