using IotPlatform.Platform;
using NodaTime;
using Wolverine.Http;

namespace IotPlatform.Notifications;

/// <summary>DELETE /v1/iot/notifications/policies/{policy_id}: its deliveries keep its id.</summary>
public static class DeletePolicyEndpoint
{
    [WolverineDelete("/v1/iot/notifications/policies/{policy_id}")]
    [EndpointSummary("Delete notification policy")]
    public static Task<IResult> Delete(string policy_id, HttpContext http, Resources<NotificationPolicy> policies) =>
        policies.Delete(http, policy_id, Decide);

    public static Decision Decide(NotificationPolicy policy, Instant now) => Decision.Append(new PolicyDeleted(policy.Id, now));
}
