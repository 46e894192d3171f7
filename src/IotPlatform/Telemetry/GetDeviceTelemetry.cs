using IotPlatform.Devices;
using IotPlatform.Platform;
using NodaTime;
using Wolverine.Http;

namespace IotPlatform.Telemetry;

/// <summary>GET /v1/iot/devices/{device_id}/telemetry: values of a span of time, as sent or aggregated by interval.</summary>
public static class GetDeviceTelemetryEndpoint
{
    [WolverineGet("/v1/iot/devices/{device_id}/telemetry")]
    public static async Task<IResult> Get(string device_id, HttpContext http, DeviceLogs logs, TelemetryQueries telemetry, IClock clock)
    {
        var (query, faults) = TelemetryQuery.Parse(http.Request.Query, clock.GetCurrentInstant());
        if (query is null) return Problem.Invalid(faults);
        if (await logs.OfAsync(http, device_id) is not { } device) return Problem.NotFound(Device.Kind, device_id);
        http.Response.ContentType = "application/json";
        await telemetry.WriteAsync(device, query, http.Response.BodyWriter, http.RequestAborted);
        return Results.Empty;
    }
}

/// <summary>GET /v1/iot/devices/{device_id}/telemetry/latest: the newest value of each key, by its timestamp.</summary>
public static class GetLatestTelemetryEndpoint
{
    [WolverineGet("/v1/iot/devices/{device_id}/telemetry/latest")]
    public static async Task<IResult> Get(string device_id, HttpContext http, DeviceLogs logs, TelemetryQueries telemetry)
    {
        if (await logs.OfAsync(http, device_id) is not { } device) return Problem.NotFound(Device.Kind, device_id);
        http.Response.ContentType = "application/json";
        await telemetry.WriteLatestAsync(device, http.Response.BodyWriter, http.RequestAborted);
        return Results.Empty;
    }
}

/// <summary>Leads from a device of the API to its place in the logs.</summary>
public sealed class DeviceLogs(DeviceReadModel devices, DeviceStates states)
{
    // No device has this key: what is asked of it is empty.
    private const int NoContactYet = 0;

    /// <summary>The caller's registered device, or null.</summary>
    public async ValueTask<DeviceHandle?> OfAsync(HttpContext http, string deviceId)
    {
        var customer = Caller.Of(http).Customer;
        if ((await devices.LoadAsync(http, deviceId)).State is null) return null;
        return await states.FindAsync(customer, deviceId, http.RequestAborted) ?? new DeviceHandle(NoContactYet, customer, deviceId);
    }
}
