using IotPlatform.Platform;
using NodaTime;
using Wolverine.Http;

namespace IotPlatform.Notifications;

/// <summary>
/// POST /v1/iot/notifications/deliveries/{delivery_id}/retry: a delivery that failed is tried again, five times at most, under the same id.
/// </summary>
public static class RetryDeliveryEndpoint
{
    [WolverinePost("/v1/iot/notifications/deliveries/{delivery_id}/retry")]
    [EndpointSummary("Retry notification delivery")]
    [Answers(typeof(Delivery))]
    [DependsOnState]
    public static async Task<IResult> Post(string delivery_id, HttpContext http, DeliveryLog log, DeliverySignal signal, IClock clock)
    {
        var customer = Caller.Of(http).Customer;
        if (await log.FindAsync(customer, delivery_id, http.RequestAborted) is not { } found)
            return Problem.NotFound(Delivery.Kind, delivery_id);
        var again = await log.RetryAsync(customer, delivery_id, clock.GetCurrentInstant(), http.RequestAborted);
        if (again is null) return Refuse(found);
        signal.Raise([new(customer, again.ChannelId ?? $"rule:{again.RuleId}")]);
        return Results.Json(again, Json.Api);
    }

    private static Problem Refuse(Delivery delivery) => Problem.InvalidState(
        delivery.EventType is NotificationKind.Test
            ? "A test is not repeated as it was. Test the channel again."
            : $"Only a delivery that failed can be retried; this one is {Words.Of(delivery.Status)}.");
}
