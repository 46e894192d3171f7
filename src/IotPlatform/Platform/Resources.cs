using System.Text.Json;
using JasperFx;
using Marten;
using NodaTime;

namespace IotPlatform.Platform;

/// <summary>
/// The write path of a resource, one way for all of them: load its stream, let a pure function decide, append, answer the new state.
/// One command is one transaction on one stream (and on those that follow from it).
/// </summary>
public sealed class Resources<T>(
    IDocumentStore store, IClock clock, ReadModel<T> readModel, IEnumerable<IConsequence> consequences)
    where T : class, IResource<T>
{
    // Commands that race for one stream are serialised by trying again; more than this is a storm, and the caller is told.
    private const int MaxAttempts = 5;

    /// <summary>Creates the resource, also anew after its deletion. 201 with the bare resource and <paramref name="once"/>'s members.</summary>
    /// <param name="decide">Gets null, or the state of the living resource that has the id already.</param>
    /// <param name="once">Members that this answer alone carries, such as a secret; written into the open JSON object.</param>
    public async Task<IResult> Create(HttpContext http, string id, Func<T?, Instant, Decision> decide, Action<Utf8JsonWriter>? once = null)
    {
        var now = clock.GetCurrentInstant();
        var decision = decide(null, now);
        if (decision.Refusal is not null) return decision.Refusal;
        try
        {
            await using var session = Open(http);
            session.Events.StartStream<T>(id, decision.Events);
            await CommitAsync(session, decision, now, http.RequestAborted);
            return Created(http, id, After(null, decision), decision.Events.Count, once);
        }
        catch (Marten.Exceptions.ExistingStreamIdCollisionException)
        {
            return await CreateOnExistingStream(http, id, decide, now, once);
        }
    }

    /// <summary>Changes the resource. 200 with its new state; 404, 412 when If-Match names another version, or the refusal.</summary>
    public Task<IResult> Change(HttpContext http, string id, Func<T, Instant, Decision> decide) =>
        Change(http, id, decide, (state, version) => ResourceAnswer.Ok(readModel, state!, version));

    /// <summary>Changes the resource and answers in <paramref name="answer"/>'s own way, given its new state and version.</summary>
    public async Task<IResult> Change(HttpContext http, string id, Func<T, Instant, Decision> decide, Func<T?, long, IResult> answer)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await TryChange(http, id, decide, answer);
            }
            catch (ConcurrencyException) when (attempt < MaxAttempts)
            {
            }
            catch (ConcurrencyException)
            {
                return Problem.Conflict();
            }
        }
    }

    /// <summary>Ends the resource's life. 204, and 404 ever after.</summary>
    public Task<IResult> Delete(HttpContext http, string id, Func<T, Instant, Decision> decide) =>
        Change(http, id, decide, (_, _) => Results.NoContent());

    private async Task<IResult> TryChange(HttpContext http, string id, Func<T, Instant, Decision> decide, Func<T?, long, IResult> answer)
    {
        var now = clock.GetCurrentInstant();
        await using var session = Open(http);
        var stream = await session.Events.FetchForWriting<T>(id, http.RequestAborted);
        if (stream.Aggregate is null) return Problem.NotFound(T.Kind, id);
        var version = stream.CurrentVersion ?? 0;
        if (!Preconditions.Hold(http, version)) return Problem.PreconditionFailed();

        var decision = decide(stream.Aggregate, now);
        if (decision.Refusal is not null) return decision.Refusal;
        if (decision.Events.Count == 0) return answer(stream.Aggregate, version);
        stream.AppendMany(decision.Events);
        await CommitAsync(session, decision, now, http.RequestAborted);
        return answer(After(stream.Aggregate, decision), version + decision.Events.Count);
    }

    private async Task<IResult> CreateOnExistingStream(
        HttpContext http, string id, Func<T?, Instant, Decision> decide, Instant now, Action<Utf8JsonWriter>? once)
    {
        try
        {
            await using var session = Open(http);
            var stream = await session.Events.FetchForWriting<T>(id, http.RequestAborted);
            if (stream.Aggregate is null && await BelongsToAnotherKind(session, id, http.RequestAborted)) return InUse(id);
            var decision = decide(stream.Aggregate, now);
            if (decision.Refusal is not null) return decision.Refusal;
            var version = stream.CurrentVersion ?? 0;
            stream.AppendMany(decision.Events);
            await CommitAsync(session, decision, now, http.RequestAborted);
            return Created(http, id, After(null, decision), version + decision.Events.Count, once);
        }
        catch (ConcurrencyException)
        {
            return InUse(id);
        }
    }

    // All streams of a customer share one space of keys, and a device's id is the customer's choice.
    private static async Task<bool> BelongsToAnotherKind(IDocumentSession session, string id, CancellationToken cancellation) =>
        (await session.Events.FetchStreamStateAsync(id, cancellation))?.AggregateType is { } kind && kind != typeof(T);

    private static Problem InUse(string id) => Problem.Duplicate($"The id '{id}' is in use. Choose another one.");

    private IDocumentSession Open(HttpContext http) => Sessions.Open(store, Caller.Of(http), http.TraceIdentifier);

    private async Task CommitAsync(IDocumentSession session, Decision decision, Instant now, CancellationToken cancellation)
    {
        foreach (var consequence in consequences) await consequence.FollowAsync(session, decision.Events, now, cancellation);
        await session.SaveChangesAsync(cancellation);
    }

    private static T? After(T? state, Decision decision) => decision.Events.Aggregate(state, T.Fold);

    private ResourceAnswer Created(HttpContext http, string id, T? state, long version, Action<Utf8JsonWriter>? once)
    {
        http.Response.Headers.Location = $"{T.Path}/{Uri.EscapeDataString(id)}";
        return new ResourceAnswer(201, version, (buffer, _) => readModel.WriteNew(buffer, state!, once));
    }
}
