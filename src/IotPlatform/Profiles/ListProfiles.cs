using IotPlatform.Devices;
using IotPlatform.Platform;
using Wolverine.Http;

namespace IotPlatform.Profiles;

/// <summary>GET /v1/iot/profiles: a page of the profiles.</summary>
public static class ListProfilesEndpoint
{
    /// <summary>What the list offers.</summary>
    public static ListDefinition List { get; } = new("profiles")
    {
        Grows = typeof(ProfileCreated),
        Shrinks = typeof(ProfileDeleted),
        Sortable = new Dictionary<string, string>
        {
            ["created_at"] = ListDefinition.Field("created_at"),
            ["updated_at"] = ListDefinition.Field("updated_at"),
            ["name"] = ListDefinition.Field("name"),
        },
    };

    [WolverineGet("/v1/iot/profiles")]
    [EndpointSummary("List device profiles")]
    public static Task<IResult> Get(HttpContext http, CountedReadModel<Profile> profiles) => profiles.List(http, List);
}
