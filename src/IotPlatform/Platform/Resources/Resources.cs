using Marten;
using NodaTime;

namespace IotPlatform.Platform;

/// <summary>
/// The write path of a resource, one way for all of them: load its stream, let a pure function decide, append, answer the new state.
/// One command is one transaction on one stream (and on those that follow from it).
/// </summary>
public sealed partial class Resources<T>(
    IDocumentStore store, IClock clock, ReadModel<T> readModel, IEnumerable<IConsequence> consequences)
    where T : class, IResource<T>
{
    /// <summary>Changes the resource. 200 with its new state; 404, 412 when If-Match names another version, or the refusal.</summary>
    public Task<IResult> Change(HttpContext http, string id, Func<T, Instant, Decision> decide) =>
        Change(http, id, decide, (state, version) => ResourceAnswer.Ok(readModel, id, state!, version));

    /// <summary>Changes the resource by what was sent. 422 with all that is wrong with it, or as above.</summary>
    public Task<IResult> Change<TChange>(HttpContext http, string id, Changes<TChange> changes, Func<TChange, T, Instant, Decision> decide)
        where TChange : class, IChange<TChange, T> =>
        Change(http, id, (state, now) => Platform.Change.Decide(changes.Members, state, now, decide));

    /// <summary>Changes the resource and answers in <paramref name="answer"/>'s own way, given its new state and version.</summary>
    public Task<IResult> Change(HttpContext http, string id, Func<T, Instant, Decision> decide, Func<T?, long, IResult> answer) =>
        Races.RetryAsync(() => TryChange(http, id, FetchAsync, decide, answer));

    /// <summary>
    /// Ends the resource's life. 204, and 404 ever after. The stream is locked beforehand, so that whoever refers to the resource either
    /// comes first and is seen, or comes later and finds none.
    /// </summary>
    public Task<IResult> Delete(HttpContext http, string id, Func<T, Instant, Decision> decide) =>
        Races.RetryAsync(() => TryChange(http, id, LockAsync, decide, (_, _) => Results.NoContent()));

    private async Task<IResult> TryChange(
        HttpContext http, string id, Func<IDocumentSession, string, CancellationToken, Task<Locked<T>?>> load, Func<T, Instant, Decision> decide,
        Func<T?, long, IResult> answer)
    {
        await using var session = Open(http);
        if (await load(session, id, http.RequestAborted) is not var (_, state, version)) return Problem.NotFound(T.Kind, id);
        // Read when the state is known, so that no event of a stream is older than the one before it.
        var now = clock.GetCurrentInstant();
        if (!Preconditions.Hold(http, version)) return Problem.PreconditionFailed();

        var decision = decide(state, now);
        if (decision.Refusal is not null) return decision.Refusal;
        if (decision.Events.Count == 0) return answer(state, version);
        session.Events.Append(id, version + decision.Events.Count, decision.Events);
        return await CommitAsync(http, session, decision.Events, now, answer(After(state, decision), version + decision.Events.Count));
    }

    private static async Task<Locked<T>?> FetchAsync(IDocumentSession session, string id, CancellationToken cancellation)
    {
        var stream = await session.Events.FetchForWriting<T>(id, cancellation);
        return stream.Aggregate is { } state ? new(id, state, stream.CurrentVersion ?? 0) : null;
    }

    private static async Task<Locked<T>?> LockAsync(IDocumentSession session, string id, CancellationToken cancellation) =>
        (await LockedStreams.TakeAsync<T>(session, [id], cancellation)).GetValueOrDefault(id);

    private IDocumentSession Open(HttpContext http) => Sessions.Open(store, Caller.Of(http), http.TraceIdentifier);

    private async Task<IResult> CommitAsync(
        HttpContext http, IDocumentSession session, IReadOnlyList<object> events, Instant now, IResult answer)
    {
        if (await FollowAsync(session, events, now, http.RequestAborted) is { } refusal) return refusal;
        answer = await IdempotentRequest.KeepAsync(http, session, answer);
        await session.SaveChangesAsync(http.RequestAborted);
        return answer;
    }

    private async Task<Problem?> FollowAsync(
        IDocumentSession session, IReadOnlyList<object> events, Instant now, CancellationToken cancellation)
    {
        foreach (var consequence in consequences)
            if (await consequence.FollowAsync(session, events, now, cancellation) is { } refusal) return refusal;
        return null;
    }

    private static T? After(T? state, Decision decision) => decision.Events.Aggregate(state, T.Fold);
}
