using IotPlatform.Platform;
using NodaTime;
using Wolverine.Http;

namespace IotPlatform.Groups;

/// <summary>Creates a group.</summary>
public sealed record CreateGroup(string Name, string? Description) : IRequestBody<CreateGroup>
{
    /// <inheritdoc/>
    public static CreateGroup Read(Body body) => new(body.RequiredText("name", 1, 100), body.OptionalText("description", 1000).Value);
}

/// <summary>POST /v1/iot/groups</summary>
public static class CreateGroupEndpoint
{
    [WolverinePost("/v1/iot/groups")]
    [EndpointSummary("Create device group")]
    public static Task<IResult> Post(CreateGroup command, HttpContext http, Resources<Group> groups, IClock clock)
    {
        var id = Ids.New(clock.GetCurrentInstant());
        return groups.Create(http, id, (_, now) => Decide(command, id, now));
    }

    public static Decision Decide(CreateGroup command, string id, Instant now) =>
        Decision.Append(new GroupCreated(id, command.Name, command.Description, now));
}
