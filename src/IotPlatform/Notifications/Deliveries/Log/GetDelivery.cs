using IotPlatform.Platform;
using Wolverine.Http;

namespace IotPlatform.Notifications;

/// <summary>GET /v1/iot/notifications/deliveries/{delivery_id}: one message to one channel, and what became of it.</summary>
public static class GetDeliveryEndpoint
{
    [WolverineGet("/v1/iot/notifications/deliveries/{delivery_id}")]
    [EndpointSummary("Get notification delivery")]
    [Answers(typeof(Delivery))]
    public static async Task<IResult> Get(string delivery_id, HttpContext http, DeliveryLog log) =>
        await log.FindAsync(Caller.Of(http).Customer, delivery_id, http.RequestAborted) is { } delivery
            ? Results.Json(delivery, Json.Api)
            : Problem.NotFound(Delivery.Kind, delivery_id);
}
