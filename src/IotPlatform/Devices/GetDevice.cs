using Wolverine.Http;

namespace IotPlatform.Devices;

/// <summary>GET /v1/iot/devices/{device_id}: one device, with its connection as it is now.</summary>
public static class GetDeviceEndpoint
{
    [WolverineGet("/v1/iot/devices/{device_id}")]
    [EndpointSummary("Get device")]
    public static Task<IResult> Get(string device_id, HttpContext http, DeviceReadModel devices) => devices.Get(http, device_id);
}
