using NodaTime;

namespace IotPlatform.Platform;

/// <content>Many resources in one transaction: all or nothing.</content>
public sealed partial class Resources<T>
{
    /// <summary>
    /// Changes all of the resources, or none, so that they refer to another one, which lives until that is done and whose version If-Match
    /// names. 404 when there is none such, 412, or the refusal.
    /// </summary>
    /// <param name="refuse">The refusal when some of the ids name no resource.</param>
    /// <param name="answer">The answer once all of it is committed.</param>
    public Task<IResult> ChangeAll<TOther>(
        HttpContext http, string otherId, IReadOnlyCollection<string> ids, Func<T, Instant, Decision> decide,
        Func<IReadOnlyList<string>, Problem> refuse, Func<Task<IResult>> answer)
        where TOther : class, IResource<TOther> => Races.RetryAsync(async () =>
    {
        await using var session = Open(http);
        var other = await LockedStreams.HoldAsync<TOther>(session, otherId, http.RequestAborted);
        if (other is null) return Problem.NotFound(TOther.Kind, otherId);
        if (!Preconditions.Hold(http, other.Version)) return Problem.PreconditionFailed();
        var streams = await LockedStreams.TakeAsync<T>(session, ids, http.RequestAborted);
        var now = clock.GetCurrentInstant();
        if (ids.Where(id => !streams.ContainsKey(id)).ToList() is { Count: > 0 } unknown) return refuse(unknown);

        List<object> events = [];
        foreach (var stream in streams.Values)
        {
            var decision = decide(stream.State, now);
            if (decision.Refusal is not null) return decision.Refusal;
            if (decision.Events.Count == 0) continue;
            session.Events.Append(stream.Id, stream.Version + decision.Events.Count, decision.Events);
            events.AddRange(decision.Events);
        }
        if (events.Count == 0) return await answer();
        if (await FollowAsync(session, events, now, http.RequestAborted) is { } refusal) return refusal;
        await session.SaveChangesAsync(http.RequestAborted);
        return await answer();
    });
}
