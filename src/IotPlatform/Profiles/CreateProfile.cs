using System.Text.Json;
using IotPlatform.Platform;
using NodaTime;
using Wolverine.Http;

namespace IotPlatform.Profiles;

/// <summary>Creates a profile.</summary>
public sealed record CreateProfile(
    string Name, string? Description, IReadOnlyList<string> ExpectedTopics, int? ReportingIntervalSeconds, JsonElement Metadata)
    : IRequestBody<CreateProfile>
{
    /// <inheritdoc/>
    public static CreateProfile Read(Body body) => new(
        body.RequiredText("name", 1, 100),
        body.OptionalText("description", 1000).Value,
        ProfileMembers.ExpectedTopics(body, []),
        ProfileMembers.ReportingInterval(body, null),
        body.Metadata("metadata", Body.NoMetadata));
}

/// <summary>POST /v1/iot/profiles</summary>
public static class CreateProfileEndpoint
{
    [WolverinePost("/v1/iot/profiles")]
    [EndpointSummary("Create device profile")]
    public static Task<IResult> Post(CreateProfile command, HttpContext http, Resources<Profile> profiles, IClock clock)
    {
        var id = Ids.New(clock.GetCurrentInstant());
        return profiles.Create(http, id, (_, now) => Decide(command, id, now));
    }

    public static Decision Decide(CreateProfile command, string id, Instant now) => Decision.Append(new ProfileCreated(
        id, command.Name, command.Description, command.ExpectedTopics, command.ReportingIntervalSeconds, command.Metadata, now));
}
