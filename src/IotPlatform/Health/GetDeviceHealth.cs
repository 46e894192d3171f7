using IotPlatform.Devices;
using IotPlatform.Platform;
using NodaTime;
using Wolverine.Http;

namespace IotPlatform.Health;

/// <summary>
/// GET /v1/iot/devices/{device_id}/health: a score from 0 to 100 made of uptime, open alarms, stability and freshness, each with the figure
/// behind it.
/// </summary>
public static class GetDeviceHealthEndpoint
{
    [WolverineGet("/v1/iot/devices/{device_id}/health")]
    [EndpointSummary("Get device health")]
    [Answers(typeof(DeviceHealth))]
    public static async Task<IResult> Get(string device_id, HttpContext http, HealthFactsReader reader, IClock clock)
    {
        var now = clock.GetCurrentInstant();
        return await reader.ReadAsync(http, device_id, now) is { } facts
            ? Results.Json(DeviceHealth.Of(device_id, facts, now), Json.Api)
            : Problem.NotFound(Device.Kind, device_id);
    }
}
