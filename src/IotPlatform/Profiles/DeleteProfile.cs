using IotPlatform.Platform;
using NodaTime;
using Wolverine.Http;

namespace IotPlatform.Profiles;

/// <summary>DELETE /v1/iot/profiles/{profile_id}: it applies to no device any more; the devices stay.</summary>
public static class DeleteProfileEndpoint
{
    [WolverineDelete("/v1/iot/profiles/{profile_id}")]
    [EndpointSummary("Delete device profile")]
    public static Task<IResult> Delete(string profile_id, HttpContext http, Resources<Profile> profiles) =>
        profiles.Delete(http, profile_id, Decide);

    public static Decision Decide(Profile profile, Instant now) => Decision.Append(new ProfileDeleted(profile.Id, now));
}
