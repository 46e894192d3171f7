using IotPlatform.Platform;
using NodaTime;
using Wolverine.Http;

namespace IotPlatform.Notifications;

/// <summary>Creates a policy.</summary>
public sealed record CreatePolicy(PolicyScope Scope, PolicyTerms Terms, bool IsEnabled) : IRequestBody<CreatePolicy>
{
    /// <inheritdoc/>
    public static CreatePolicy Read(Body body)
    {
        var name = body.RequiredText("name", 1, 100);
        return new(
            PolicyScope.Read(body),
            PolicyMembers.Read(body, name, PolicyMembers.ChannelIds(body), PolicyTerms.Standard),
            body.NullableFlag("is_enabled").Value ?? true);
    }
}

/// <summary>POST /v1/iot/notifications/policies: what it refers to must be there.</summary>
public static class CreatePolicyEndpoint
{
    [WolverinePost("/v1/iot/notifications/policies")]
    [EndpointSummary("Create notification policy")]
    public static Task<IResult> Post(CreatePolicy command, HttpContext http, Resources<NotificationPolicy> policies, IClock clock)
    {
        var id = Ids.New(clock.GetCurrentInstant());
        return policies.Create(http, id, (_, now) => Decide(command, id, now));
    }

    public static Decision Decide(CreatePolicy command, string id, Instant now) =>
        Decision.Append(new PolicyCreated(id, command.Scope, command.Terms, command.IsEnabled, now));
}
