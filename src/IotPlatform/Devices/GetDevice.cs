using Wolverine.Http;

namespace IotPlatform.Devices;

/// <summary>GET /v1/iot/devices/{device_id}</summary>
public static class GetDeviceEndpoint
{
    [WolverineGet("/v1/iot/devices/{device_id}")]
    public static Task<IResult> Get(string device_id, HttpContext http, DeviceReadModel devices) => devices.Get(http, device_id);
}
