using Marten;
using Marten.Services;

namespace IotPlatform.Platform;

/// <summary>After each commit of this node, and before its command answers: tells the feed, notes how far the customer is, wakes the daemon.</summary>
public sealed class CommitListener(CommitFeed feed, Freshness freshness, DaemonWakeup wakeup) : DocumentSessionListenerBase
{
    /// <inheritdoc/>
    public override async Task AfterCommitAsync(IDocumentSession session, IChangeSet commit, CancellationToken token)
    {
        var events = commit.GetEvents().ToList();
        if (events.Count == 0) return;
        freshness.Committed(session.TenantId, events.Max(e => e.Sequence));
        wakeup.Signal();
        await feed.PublishAsync(new CommittedEvents(session.TenantId, events));
    }
}
