using IotPlatform.Platform;
using Wolverine.Http;

namespace IotPlatform.Notifications;

/// <summary>GET /v1/iot/notifications/policies/{policy_id}: one policy.</summary>
public static class GetPolicyEndpoint
{
    [WolverineGet("/v1/iot/notifications/policies/{policy_id}")]
    [EndpointSummary("Get notification policy")]
    public static Task<IResult> Get(string policy_id, HttpContext http, ReadModel<NotificationPolicy> policies) =>
        policies.Get(http, policy_id);
}
