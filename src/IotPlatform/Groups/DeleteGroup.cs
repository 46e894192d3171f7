using IotPlatform.Platform;
using NodaTime;
using Wolverine.Http;

namespace IotPlatform.Groups;

/// <summary>DELETE /v1/iot/groups/{group_id}: its members leave it and stay.</summary>
public static class DeleteGroupEndpoint
{
    [WolverineDelete("/v1/iot/groups/{group_id}")]
    [EndpointSummary("Delete device group")]
    public static Task<IResult> Delete(string group_id, HttpContext http, Resources<Group> groups) => groups.Delete(http, group_id, Decide);

    public static Decision Decide(Group group, Instant now) => Decision.Append(new GroupDeleted(group.Id, now));
}
