using System.Text.Json;
using IotPlatform.Platform;
using JasperFx.Events;
using Marten;
using NodaTime;

namespace IotPlatform.Audit;

/// <summary>
/// Links every event to the one before it in its stream, in the transaction that appends it: no event is there without its link. What is
/// hashed is computed here, before the commit; the database adds the link before and the place in the store, which it alone knows.
/// </summary>
public sealed class EventChain : DocumentSessionListenerBase
{
    /// <inheritdoc/>
    public override Task BeforeSaveChangesAsync(IDocumentSession session, CancellationToken token)
    {
        // The events have their ids, times and signatures, and their appends are ahead of what is queued here.
        var events = session.PendingChanges.Streams().SelectMany(stream => stream.Events, ContentOf).ToList();
        if (events.Count == 0) return Task.CompletedTask;
        session.QueueSqlCommand(
            "call iot.link_events(?, ?, ?, ?)", session.TenantId, events.Select(e => e.Stream).ToArray(),
            events.Select(e => e.Version).ToArray(), events.Select(e => e.Digest().Bytes.ToArray()).ToArray());
        return Task.CompletedTask;
    }

    private static EventContent ContentOf(StreamAction stream, IEvent e)
    {
        if (e.Version == 0) throw new InvalidOperationException($"Events are appended to '{stream.Key}' without the version that they follow");
        var data = JsonSerializer.SerializeToElement(e.Data, e.EventType, Json.Store);
        return new(
            e.TenantId, stream.Key!, e.Version, e.Id, e.EventTypeName, Instant.FromDateTimeOffset(e.Timestamp), e.UserName, e.CorrelationId,
            e.CausationId, data);
    }
}
