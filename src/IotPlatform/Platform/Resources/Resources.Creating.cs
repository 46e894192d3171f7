using System.Text.Json;
using JasperFx;
using Marten;
using NodaTime;

namespace IotPlatform.Platform;

/// <content>The beginning of a resource's life.</content>
public sealed partial class Resources<T>
{
    /// <summary>
    /// Creates the resource, also anew after its deletion. 201 with the bare resource and <paramref name="once"/>'s members.
    /// </summary>
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
            return await CommitAsync(http, session, decision.Events, now, Created(id, decision, decision.Events.Count, once));
        }
        catch (Marten.Exceptions.ExistingStreamIdCollisionException)
        {
            return await CreateOnExistingStream(http, id, decide, once);
        }
    }

    private async Task<IResult> CreateOnExistingStream(
        HttpContext http, string id, Func<T?, Instant, Decision> decide, Action<Utf8JsonWriter>? once)
    {
        try
        {
            await using var session = Open(http);
            var stream = await session.Events.FetchForWriting<T>(id, http.RequestAborted);
            if (stream.Aggregate is null && await BelongsToAnotherKind(session, id, http.RequestAborted)) return InUse(id);
            var now = clock.GetCurrentInstant();
            var decision = decide(stream.Aggregate, now);
            if (decision.Refusal is not null) return decision.Refusal;
            var version = stream.CurrentVersion ?? 0;
            stream.AppendMany(decision.Events);
            return await CommitAsync(http, session, decision.Events, now, Created(id, decision, version + decision.Events.Count, once));
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

    private ResourceAnswer Created(string id, Decision decision, long version, Action<Utf8JsonWriter>? once)
    {
        var state = After(null, decision)!;
        return new(201, version, (buffer, _) => readModel.WriteNew(buffer, state, once)) { Location = T.LocationOf(state, id) };
    }
}
