using IotPlatform.Devices;
using Wolverine.Http;

namespace IotPlatform.Groups;

/// <summary>GET /v1/iot/groups/{group_id}: one group, with the number of its devices.</summary>
public static class GetGroupEndpoint
{
    [WolverineGet("/v1/iot/groups/{group_id}")]
    [EndpointSummary("Get device group")]
    public static Task<IResult> Get(string group_id, HttpContext http, CountedReadModel<Group> groups) => groups.Get(http, group_id);
}
