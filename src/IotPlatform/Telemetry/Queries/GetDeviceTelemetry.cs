using IotPlatform.Devices;
using IotPlatform.Platform;
using Microsoft.Net.Http.Headers;
using NodaTime;
using Wolverine.Http;

namespace IotPlatform.Telemetry;

/// <summary>GET /v1/iot/devices/{device_id}/telemetry: values of a span of time, as sent or aggregated by interval.</summary>
public static class GetDeviceTelemetryEndpoint
{
    [WolverineGet("/v1/iot/devices/{device_id}/telemetry")]
    [EndpointSummary("Get device telemetry")]
    [Answers(typeof(TelemetryAnswer))]
    [AnswersInstead(TelemetryCsv.MediaType, "timestamp,datapoint_id,key,value,unit\r\n2026-11-22T10:00:00.000000Z,,temperature,22.5,\r\n", TelemetryCsv.TruncatedHeader)]
    [QueryParameter("datapoint_id", typeof(string), IsRepeatable = true)]
    [QueryParameter("key", typeof(string), IsRepeatable = true)]
    [QueryParameter("hours", typeof(int), Min = 1, Max = TelemetryQueryParser.MostHours, Default = TelemetryQueryParser.DefaultHours)]
    [QueryParameter("from", typeof(Instant))]
    [QueryParameter("to", typeof(Instant))]
    [QueryParameter("limit", typeof(int), Min = 1, Max = TelemetryQueryParser.MostPoints, Default = TelemetryQueryParser.DefaultLimit)]
    [QueryParameter("order", typeof(string), Words = ["asc", "desc"], Default = "asc")]
    [QueryParameter("interval", typeof(string))]
    [QueryParameter("aggregation", typeof(Aggregation), Default = "avg")]
    public static async Task<IResult> Get(
        string device_id, HttpContext http, DeviceLogs logs, TelemetryQueries telemetry, TelemetryCsv csv, IClock clock)
    {
        var (query, faults) = TelemetryQuery.Parse(http.Request.Query, clock.GetCurrentInstant());
        if (query is null) return Problem.Invalid(faults);
        if (await logs.OfAsync(http, device_id) is not { } device) return Problem.NotFound(Device.Kind, device_id);
        http.Response.Headers.Vary = HeaderNames.Accept;
        if (PrefersCsv(http.Request))
        {
            await csv.WriteAsync(device, query, http.Response);
            return Results.Empty;
        }
        http.Response.ContentType = "application/json";
        await telemetry.WriteAsync(device, query, http.Response.BodyWriter, http.RequestAborted);
        return Results.Empty;
    }

    // JSON for whoever does not say otherwise.
    private static bool PrefersCsv(HttpRequest request)
    {
        if (!MediaTypeHeaderValue.TryParseList(request.Headers.Accept, out var types)) return false;
        return QualityOf(TelemetryCsv.MediaType) is > 0 and var csv && csv > QualityOf("application/json");

        double QualityOf(string type) => types.Where(t => t.MediaType.Equals(type, StringComparison.OrdinalIgnoreCase)).Select(t => t.Quality ?? 1).DefaultIfEmpty(0).Max();
    }
}
