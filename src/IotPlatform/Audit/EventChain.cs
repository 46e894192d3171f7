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
    // Looks by keys, one in the other: a plan that joins, made while there is next to nothing to join, would be kept for ever.
    private const string Link = """
        insert into iot.event_link (sequence, customer, stream, version, content, hash)
        select e.seq_id, v.customer, v.stream, v.version, v.content, sha256(coalesce((
          select l.hash from iot.event_link l where l.sequence = (
            select p.seq_id from iot.mt_events p
            where p.tenant_id = v.customer and p.stream_id = v.stream and p.version = v.version - 1)), '') || v.content || int8send(e.seq_id))
        from (select ?::text as customer, ?::text as stream, ?::bigint as version, ?::bytea as content) v, iot.mt_events e
        where e.tenant_id = v.customer and e.stream_id = v.stream and e.version = v.version
        """;

    /// <inheritdoc/>
    public override Task BeforeSaveChangesAsync(IDocumentSession session, CancellationToken token)
    {
        // The events have their ids, times and signatures, and their appends are ahead of what is queued here.
        foreach (var e in session.PendingChanges.Streams().SelectMany(stream => stream.Events, ContentOf).ToList())
            session.QueueSqlCommand(Link, e.Customer, e.Stream, e.Version, e.Digest().Bytes.ToArray());
        return Task.CompletedTask;
    }

    private static EventContent ContentOf(StreamAction stream, IEvent e)
    {
        if (e.Version == 0)
            throw new InvalidOperationException($"Events are appended to '{stream.Key}' without the version that they follow");
        var data = JsonSerializer.SerializeToElement(e.Data, e.EventType, Json.Store);
        return new(
            e.TenantId, stream.Key!, e.Version, e.Id, e.EventTypeName, Instant.FromDateTimeOffset(e.Timestamp), e.UserName, e.CorrelationId,
            e.CausationId, data);
    }
}
