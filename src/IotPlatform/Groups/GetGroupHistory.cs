using IotPlatform.Platform;
using Wolverine.Http;

namespace IotPlatform.Groups;

/// <summary>GET /v1/iot/groups/{group_id}/history: all that happened to a group, oldest first, also after its deletion.</summary>
public static class GetGroupHistoryEndpoint
{
    [WolverineGet("/v1/iot/groups/{group_id}/history")]
    [EndpointSummary("Get device group history")]
    public static Task<IResult> Get(string group_id, HttpContext http, History<Group> history) => history.Get(http, group_id);
}
