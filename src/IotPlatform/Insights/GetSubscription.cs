using IotPlatform.Accounts;
using IotPlatform.Platform;
using IotPlatform.Telemetry;
using NodaTime;
using Wolverine.Http;

namespace IotPlatform.Insights;

/// <summary>A customer's plan, and how much of it is used.</summary>
/// <param name="Status">active or suspended.</param>
/// <param name="DeviceCount">How many devices are registered, active or not.</param>
/// <param name="CurrentPeriodStart">The first moment of this UTC month.</param>
/// <param name="CurrentPeriodEnd">The first moment of the next one.</param>
public sealed record Subscription(
    string Plan, SubscriptionStatus Status, int? DeviceLimit, long DeviceCount, long? DevicesRemaining, long? MessageLimit, long MessagesUsed,
    Instant CurrentPeriodStart, Instant CurrentPeriodEnd, IReadOnlyList<string> Features)
{
    /// <summary>What the plan says, beside what is used of it. Below the number of devices nothing remains; none is taken away.</summary>
    public static Subscription Of(Plan plan, Customer? customer, long devices, long messages, BillingPeriod period) => new(
        plan.Name, customer?.SuspendedAt is null ? SubscriptionStatus.Active : SubscriptionStatus.Suspended, plan.DeviceLimit, devices,
        plan.DeviceLimit is { } limit ? Math.Max(0, limit - devices) : null, plan.MessageLimit, messages, period.Start, period.End, plan.Features);
}

/// <summary>Whether the customer may do everything, or only read.</summary>
public enum SubscriptionStatus
{
    Active,
    Suspended,
}

/// <summary>GET /v1/iot/subscription: the plan, its limits, and what is used of them in the current UTC month.</summary>
public static class GetSubscriptionEndpoint
{
    [WolverineGet("/v1/iot/subscription")]
    [EndpointSummary("Get IoT subscription")]
    [Answers(typeof(Subscription))]
    public static async Task<IResult> Get(HttpContext http, CustomerDirectory customers, Fleet fleet, UsageReader usage, IClock clock)
    {
        var (id, cancellation) = (Caller.Of(http).Customer, http.RequestAborted);
        var period = BillingPeriod.At(clock.GetCurrentInstant());
        var days = await usage.ReadDaysAsync(id, period.FirstDay, period.LastDay, cancellation);
        return Results.Json(
            Subscription.Of(
                await customers.FindPlanAsync(id, cancellation), await customers.FindAsync(id, cancellation),
                await fleet.CountDevicesAsync(id, cancellation), days.Sum(day => day.Messages), period),
            Json.Api);
    }
}
