using IotPlatform.Platform;
using Wolverine.Http;

namespace IotPlatform.Devices;

/// <summary>
/// GET /v1/iot/devices/{device_id}/history: all that happened to a device, oldest first, over all its lives and also after its deletion.
/// </summary>
public static class GetDeviceHistoryEndpoint
{
    [WolverineGet("/v1/iot/devices/{device_id}/history")]
    [EndpointSummary("Get device history")]
    public static Task<IResult> Get(string device_id, HttpContext http, History<Device> history) => history.Get(http, device_id);
}
