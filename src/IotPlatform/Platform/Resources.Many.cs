using NodaTime;

namespace IotPlatform.Platform;

/// <content>Many resources in one transaction: all or nothing.</content>
public sealed partial class Resources<T>
{
    /// <summary>Changes all of the resources, or none.</summary>
    /// <param name="refuse">The refusal when some of the ids name no resource.</param>
    /// <param name="answer">The answer once all of it is committed.</param>
    public Task<IResult> ChangeAll(
        HttpContext http, IReadOnlyCollection<string> ids, Func<T, Instant, Decision> decide, Func<IReadOnlyList<string>, Problem> refuse,
        Func<Task<IResult>> answer) => Races.RetryAsync(async () =>
    {
        var now = clock.GetCurrentInstant();
        await using var session = Open(http);
        var streams = await LockedStreams.TakeAsync<T>(session, ids, http.RequestAborted);
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
