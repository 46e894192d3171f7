using IotPlatform.Platform;
using NodaTime;
using Wolverine.Http;

namespace IotPlatform.Notifications;

/// <summary>Asks for silence.</summary>
/// <param name="StartsAt">Null: now.</param>
public sealed record CreateSilence(
    SilenceMatchers Matchers, Instant? StartsAt, Instant EndsAt, SilenceRecurrence? Recurrence, string? Comment)
    : IRequestBody<CreateSilence>
{
    /// <inheritdoc/>
    public static CreateSilence Read(Body body)
    {
        if (!body.Has("matchers")) body.AddFault("matchers", "is required");
        var matchers = body.Nested<SentMatchers>("matchers");
        if (matchers is { IsEmpty: true } && !body.Faults.Any(fault => fault.Field.StartsWith("matchers.", StringComparison.Ordinal)))
            body.AddFault("matchers", "must have a list that is not empty; with all three severities they are about every alarm");
        var start = body.IsNull("starts_at") ? default : body.Time("starts_at");
        var end = body.RequiredTime("ends_at");
        var recurrence = body.IsNull("recurrence") ? null : body.Nested<SentRecurrence>("recurrence");
        return new((matchers ?? SentMatchers.None).Matchers, start.IsPresent ? start.Value : null, end, recurrence?.Recurrence, body.OptionalText("comment", 1000).Value);
    }
}

/// <summary>POST /v1/iot/notifications/silences: what it is about need not be there yet.</summary>
public static class CreateSilenceEndpoint
{
    private static readonly Duration Longest = Duration.FromDays(366);

    [WolverinePost("/v1/iot/notifications/silences")]
    [EndpointSummary("Create silence")]
    public static Task<IResult> Post(CreateSilence command, HttpContext http, Resources<Silence> silences, IClock clock)
    {
        var id = Ids.New(clock.GetCurrentInstant());
        return silences.Create(http, id, (_, now) => Decide(command, id, Caller.Of(http).Actor, now));
    }

    public static Decision Decide(CreateSilence command, string id, string by, Instant now)
    {
        var start = command.StartsAt ?? now;
        if (FaultIn(start, command.EndsAt, now) is { } fault) return Problem.Invalid([new("ends_at", fault)]);
        return Decision.Append(
            new SilenceCreated(id, command.Matchers, start, command.EndsAt, command.Recurrence, command.Comment, by, now));
    }

    private static string? FaultIn(Instant start, Instant end, Instant now)
    {
        if (end <= now) return "must be in the future";
        if (end <= start) return "must be after starts_at";
        return end - start > Longest ? "must be at most 366 days after starts_at" : null;
    }
}
