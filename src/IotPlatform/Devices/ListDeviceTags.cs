using IotPlatform.Platform;
using Wolverine.Http;

namespace IotPlatform.Devices;

/// <summary>GET /v1/iot/devices/{device_id}/tags: the tags of a device, alone.</summary>
public static class ListDeviceTagsEndpoint
{
    [WolverineGet("/v1/iot/devices/{device_id}/tags")]
    [EndpointSummary("List device tags")]
    [Answers(typeof(DeviceTags))]
    public static Task<IResult> Get(string device_id, HttpContext http, DeviceReadModel devices) => devices.GetTags(http, device_id);
}
