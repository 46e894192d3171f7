using IotPlatform.Platform;
using NodaTime;
using Wolverine.Http;

namespace IotPlatform.Groups;

/// <summary>Changes what is told about a group.</summary>
public sealed record UpdateGroup(string Name, string? Description) : IChange<UpdateGroup, Group>
{
    /// <inheritdoc/>
    public static UpdateGroup Read(Body body, Group group) => new(
        body.Text("name", 1, 100).Or(group.Name),
        body.OptionalText("description", 1000).Or(group.Description));
}

/// <summary>PUT /v1/iot/groups/{group_id}</summary>
public static class UpdateGroupEndpoint
{
    [WolverinePut("/v1/iot/groups/{group_id}")]
    [EndpointSummary("Update device group")]
    public static Task<IResult> Put(string group_id, Changes<UpdateGroup> changes, HttpContext http, Resources<Group> groups) =>
        groups.Change(http, group_id, changes, Decide);

    public static Decision Decide(UpdateGroup change, Group group, Instant now) =>
        (change.Name, change.Description) == (group.Name, group.Description)
            ? Decision.Nothing
            : Decision.Append(new GroupDescribed(group.Id, change.Name, change.Description, now));
}
