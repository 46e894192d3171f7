using IotPlatform.Platform;
using Wolverine.Http;

namespace IotPlatform.Notifications;

/// <summary>
/// GET /v1/iot/notifications/policies/{policy_id}/history: all that happened to a policy, oldest first, also after its deletion.
/// </summary>
public static class GetPolicyHistoryEndpoint
{
    [WolverineGet("/v1/iot/notifications/policies/{policy_id}/history")]
    [EndpointSummary("Get notification policy history")]
    public static Task<IResult> Get(string policy_id, HttpContext http, History<NotificationPolicy> history) =>
        history.Get(http, policy_id);
}
