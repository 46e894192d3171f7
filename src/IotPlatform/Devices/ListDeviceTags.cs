using Wolverine.Http;

namespace IotPlatform.Devices;

/// <summary>GET /v1/iot/devices/{device_id}/tags</summary>
public static class ListDeviceTagsEndpoint
{
    [WolverineGet("/v1/iot/devices/{device_id}/tags")]
    public static Task<IResult> Get(string device_id, HttpContext http, DeviceReadModel devices) => devices.GetTags(http, device_id);
}
