using IotPlatform.Devices;
using IotPlatform.Platform;
using Wolverine.Http;

namespace IotPlatform.Groups;

/// <summary>GET /v1/iot/groups: a page of the groups.</summary>
public static class ListGroupsEndpoint
{
    /// <summary>What the list offers.</summary>
    public static ListDefinition List { get; } = new("groups")
    {
        Grows = typeof(GroupCreated),
        Shrinks = typeof(GroupDeleted),
        Sortable = new Dictionary<string, string>
        {
            ["created_at"] = ListDefinition.Field("created_at"),
            ["updated_at"] = ListDefinition.Field("updated_at"),
            ["name"] = ListDefinition.Field("name"),
        },
    };

    [WolverineGet("/v1/iot/groups")]
    [EndpointSummary("List device groups")]
    public static Task<IResult> Get(HttpContext http, CountedReadModel<Group> groups) => groups.List(http, List);
}
