using IotPlatform.Platform;
using Wolverine.Http;

namespace IotPlatform.Profiles;

/// <summary>GET /v1/iot/profiles/{profile_id}/history: all that happened to a profile, oldest first, also after its deletion.</summary>
public static class GetProfileHistoryEndpoint
{
    [WolverineGet("/v1/iot/profiles/{profile_id}/history")]
    [EndpointSummary("Get device profile history")]
    public static Task<IResult> Get(string profile_id, HttpContext http, History<Profile> history) => history.Get(http, profile_id);
}
