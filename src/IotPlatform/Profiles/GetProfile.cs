using IotPlatform.Devices;
using Wolverine.Http;

namespace IotPlatform.Profiles;

/// <summary>GET /v1/iot/profiles/{profile_id}: one profile, with the number of its devices.</summary>
public static class GetProfileEndpoint
{
    [WolverineGet("/v1/iot/profiles/{profile_id}")]
    [EndpointSummary("Get device profile")]
    public static Task<IResult> Get(string profile_id, HttpContext http, CountedReadModel<Profile> profiles) =>
        profiles.Get(http, profile_id);
}
