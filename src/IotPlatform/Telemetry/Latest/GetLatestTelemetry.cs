using IotPlatform.Devices;
using IotPlatform.Platform;
using Wolverine.Http;

namespace IotPlatform.Telemetry;

/// <summary>GET /v1/iot/devices/{device_id}/telemetry/latest: the newest value of each key, by its timestamp.</summary>
public static class GetLatestTelemetryEndpoint
{
    [WolverineGet("/v1/iot/devices/{device_id}/telemetry/latest")]
    [EndpointSummary("Get latest telemetry values")]
    [Answers(typeof(LatestAnswer))]
    public static async Task<IResult> Get(string device_id, HttpContext http, DeviceLogs logs, TelemetryQueries telemetry)
    {
        if (await logs.OfAsync(http, device_id) is not { } device) return Problem.NotFound(Device.Kind, device_id);
        http.Response.ContentType = "application/json";
        await telemetry.WriteLatestAsync(device, http.Response.BodyWriter, http.RequestAborted);
        return Results.Empty;
    }
}
