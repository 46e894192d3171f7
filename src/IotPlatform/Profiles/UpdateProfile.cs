using System.Text.Json;
using IotPlatform.Platform;
using NodaTime;
using Wolverine.Http;

namespace IotPlatform.Profiles;

/// <summary>Changes what a profile says.</summary>
public sealed record UpdateProfile(
    string Name, string? Description, IReadOnlyList<string> ExpectedTopics, int? ReportingIntervalSeconds, JsonElement Metadata)
    : IChange<UpdateProfile, Profile>
{
    /// <inheritdoc/>
    public static UpdateProfile Read(Body body, Profile profile) => new(
        body.Text("name", 1, 100).Or(profile.Name),
        body.OptionalText("description", 1000).Or(profile.Description),
        ProfileMembers.ExpectedTopics(body, profile.ExpectedTopics),
        ProfileMembers.ReportingInterval(body, profile.ReportingIntervalSeconds),
        body.Metadata("metadata", profile.Metadata));
}

/// <summary>PUT /v1/iot/profiles/{profile_id}</summary>
public static class UpdateProfileEndpoint
{
    [WolverinePut("/v1/iot/profiles/{profile_id}")]
    [EndpointSummary("Update device profile")]
    public static Task<IResult> Put(string profile_id, Changes<UpdateProfile> changes, HttpContext http, Resources<Profile> profiles) =>
        profiles.Change(http, profile_id, changes, Decide);

    public static Decision Decide(UpdateProfile change, Profile profile, Instant now) => Differs(profile, change)
        ? Decision.Append(new ProfileRevised(
            profile.Id, change.Name, change.Description, change.ExpectedTopics, change.ReportingIntervalSeconds, change.Metadata, now))
        : Decision.Nothing;

    private static bool Differs(Profile profile, UpdateProfile change) =>
        (profile.Name, profile.Description, profile.ReportingIntervalSeconds) != (change.Name, change.Description, change.ReportingIntervalSeconds)
        || !profile.ExpectedTopics.SequenceEqual(change.ExpectedTopics)
        || !JsonElement.DeepEquals(profile.Metadata, change.Metadata);
}
