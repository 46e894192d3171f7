using IotPlatform.Devices;
using IotPlatform.Platform;
using NodaTime;
using Wolverine.Http;

namespace IotPlatform.Telemetry;

/// <summary>GET /v1/iot/devices/{device_id}/telemetry: values of a span of time, as sent or aggregated by interval.</summary>
public static class GetDeviceTelemetryEndpoint
{
    [WolverineGet("/v1/iot/devices/{device_id}/telemetry")]
    [EndpointSummary("Get device telemetry")]
    [Answers(typeof(TelemetryAnswer))]
    [QueryParameter("datapoint_id", typeof(string), IsRepeatable = true)]
    [QueryParameter("key", typeof(string), IsRepeatable = true)]
    [QueryParameter("hours", typeof(int), Min = 1, Max = TelemetryQueryParser.MostHours, Default = TelemetryQueryParser.DefaultHours)]
    [QueryParameter("from", typeof(Instant))]
    [QueryParameter("to", typeof(Instant))]
    [QueryParameter("limit", typeof(int), Min = 1, Max = TelemetryQueryParser.MostPoints, Default = TelemetryQueryParser.DefaultLimit)]
    [QueryParameter("order", typeof(string), Words = ["asc", "desc"], Default = "asc")]
    [QueryParameter("interval", typeof(string))]
    [QueryParameter("aggregation", typeof(Aggregation), Default = "avg")]
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
