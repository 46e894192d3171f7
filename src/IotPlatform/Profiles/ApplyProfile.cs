using IotPlatform.Devices;
using IotPlatform.Platform;
using NodaTime;
using Wolverine.Http;

namespace IotPlatform.Profiles;

/// <summary>POST /v1/iot/profiles/{profile_id}/apply/{device_id}: in place of the device's former one; answers the device.</summary>
public static class ApplyProfileEndpoint
{
    [WolverinePost("/v1/iot/profiles/{profile_id}/apply/{device_id}")]
    [EndpointSummary("Apply profile to device")]
    public static async Task<IResult> Post(
        string profile_id, string device_id, HttpContext http, CountedReadModel<Profile> profiles, Resources<Device> devices) =>
        (await profiles.LoadAsync(http, profile_id)).State is null
            ? Problem.NotFound(Profile.Kind, profile_id)
            : OrMissing(await devices.Change(http, device_id, (device, now) => Decide(profile_id, device, now)), profile_id);

    public static Decision Decide(string profileId, Device device, Instant now) =>
        Decision.Append([.. DeviceMembership.ApplyProfile(device, profileId, now)]);

    // The path names the profile here and not the body, so one that goes in the very same moment is missing and not invalid.
    private static IResult OrMissing(IResult answer, string profileId) =>
        answer is Problem { Status: 422 } ? Problem.NotFound(Profile.Kind, profileId) : answer;
}
