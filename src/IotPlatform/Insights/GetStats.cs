using IotPlatform.Platform;
using IotPlatform.Telemetry;
using NodaTime;
using Wolverine.Http;

namespace IotPlatform.Insights;

/// <summary>A customer's fleet at a glance.</summary>
/// <param name="MessagesToday">Messages taken in on this UTC day.</param>
/// <param name="MessagesThisPeriod">Messages taken in in this UTC month.</param>
/// <param name="DataBytesThisPeriod">Their topics and payloads, in bytes.</param>
/// <param name="UpdatedAt">The moment of the answer.</param>
public sealed record Stats(
    long TotalDevices, long ActiveDevices, long InactiveDevices, long ConnectedDevices, long MessagesToday, long MessagesThisPeriod,
    long DataBytesThisPeriod, long OpenAlarms, Instant UpdatedAt);

/// <summary>GET /v1/iot/stats: how many devices, messages and open alarms there are.</summary>
public static class GetStatsEndpoint
{
    [WolverineGet("/v1/iot/stats")]
    [EndpointSummary("Get platform statistics")]
    [Answers(typeof(Stats))]
    public static async Task<IResult> Get(HttpContext http, Fleet fleet, UsageReader usage, IClock clock)
    {
        var (customer, cancellation) = (Caller.Of(http).Customer, http.RequestAborted);
        var now = clock.GetCurrentInstant();
        var period = BillingPeriod.At(now);
        var days = await usage.ReadDaysAsync(customer, period.FirstDay, period.LastDay, cancellation);
        var devices = await fleet.CountAsync(customer, cancellation);
        return Results.Json(
            new Stats(
                devices.Total, devices.Total - devices.Inactive, devices.Inactive, devices.Connected,
                days.Where(day => day.Day == now.InUtc().Date).Sum(day => day.Messages), days.Sum(day => day.Messages), days.Sum(day => day.Bytes),
                await fleet.CountOpenAlarmsAsync(customer, cancellation), now),
            Json.Api);
    }
}
