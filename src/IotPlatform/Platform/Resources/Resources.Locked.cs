using Marten;
using NodaTime;

namespace IotPlatform.Platform;

/// <content>Changes that concern more than the resource's next events.</content>
public sealed partial class Resources<T>
{
    /// <summary>
    /// Changes the resource while nobody else can: <paramref name="decide"/> may look and work in the session's transaction. 200 with the
    /// new state; 404, 412, or the refusal.
    /// </summary>
    public Task<IResult> ChangeLocked(HttpContext http, string id, Func<IDocumentSession, T, Instant, Task<Decision>> decide) =>
        Races.RetryAsync(async () =>
        {
            await using var session = Open(http);
            if (await LockAsync(session, id, http.RequestAborted) is not var (_, state, version)) return Problem.NotFound(T.Kind, id);
            if (!Preconditions.Hold(http, version)) return Problem.PreconditionFailed();

            var now = clock.GetCurrentInstant();
            var decision = await decide(session, state, now);
            if (decision.Refusal is not null) return decision.Refusal;
            if (decision.Events.Count == 0) return ResourceAnswer.Ok(readModel, id, state, version);
            session.Events.Append(id, version + decision.Events.Count, decision.Events);
            var answer = ResourceAnswer.Ok(readModel, id, After(state, decision)!, version + decision.Events.Count);
            return await CommitAsync(http, session, decision.Events, now, answer);
        });
}
