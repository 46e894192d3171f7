using IotPlatform.Devices;
using IotPlatform.Platform;
using IotPlatform.Telemetry;
using NodaTime;
using Wolverine.Http;

namespace IotPlatform.Insights;

/// <summary>
/// GET /v1/iot/usage: what devices have sent, by day, and the ten that sent most; without dates of the current UTC month, to the last
/// message that was acknowledged. A device that was deleted stays countable.
/// </summary>
public static class GetUsageEndpoint
{
    [WolverineGet("/v1/iot/usage")]
    [EndpointSummary("Get usage statistics")]
    [Answers(typeof(Usage))]
    [QueryParameter("start_date", typeof(LocalDate))]
    [QueryParameter("end_date", typeof(LocalDate))]
    [QueryParameter("device_id", typeof(string))]
    public static async Task<IResult> Get(HttpContext http, Fleet fleet, UsageReader usage, IClock clock)
    {
        var (query, faults) = UsageQuery.Read(http.Request.Query, clock.GetCurrentInstant().InUtc().Date);
        if (query is null) return Problem.Invalid(faults);
        var (customer, cancellation) = (Caller.Of(http).Customer, http.RequestAborted);
        if (query.DeviceId is { } device && !await IsKnownAsync(fleet, customer, device, cancellation)) return Unknown;
        var sent = await usage.ReadPeriodAsync(customer, query.First, query.Last, query.DeviceId, cancellation);
        var names = await fleet.NamesAsync(customer, [.. sent.Top.Select(top => top.DeviceId).Append(query.DeviceId ?? "")], cancellation);
        var devices = query.DeviceId is { } one ? names.ContainsKey(one) ? 1 : 0 : await fleet.CountDevicesAsync(customer, cancellation);
        return Results.Json(Usage.Of(query, sent, devices, names), Json.Api);
    }

    private static Problem Unknown => Problem.Invalid([new Fault("device_id", "names no device that is registered or has ever connected")]);

    private static async Task<bool> IsKnownAsync(Fleet fleet, string customer, string device, CancellationToken cancellation) =>
        DeviceId.IsValid(device)
        && ((await fleet.NamesAsync(customer, [device], cancellation)).Count > 0 || await fleet.HadAsync(customer, device, cancellation));
}
