using Marten;

namespace IotPlatform.Platform;

/// <summary>Opens sessions that are bound to one customer and that sign what they append.</summary>
public static class Sessions
{
    /// <summary>A session for <paramref name="caller"/>; its events carry the actor and <paramref name="correlationId"/>.</summary>
    public static IDocumentSession Open(IDocumentStore store, Caller caller, string correlationId)
    {
        var session = store.LightweightSession(caller.Customer);
        session.LastModifiedBy = caller.Actor;
        session.CorrelationId = correlationId;
        return session;
    }
}
