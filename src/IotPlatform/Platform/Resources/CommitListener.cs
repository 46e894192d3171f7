using Marten;
using Marten.Services;
using NodaTime;

namespace IotPlatform.Platform;

/// <summary>
/// Before each commit: gives the events ids of the platform's kind, and their own times. After it, and before the command answers: notes
/// how far the customer is, wakes the daemon, tells the feed.
/// </summary>
public sealed class CommitListener(
    CommitFeed feed, Freshness freshness, ProjectionProgress progress, DaemonWakeup wakeup, IClock clock) : DocumentSessionListenerBase
{
    /// <inheritdoc/>
    public override Task BeforeSaveChangesAsync(IDocumentSession session, CancellationToken token)
    {
        var now = clock.GetCurrentInstant();
        foreach (var e in session.PendingChanges.Streams().SelectMany(stream => stream.Events))
        {
            e.Id = Ids.NewGuid(now);
            if (e.Data is IFact fact) e.Timestamp = fact.At.ToDateTimeOffset();
        }
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public override async Task AfterCommitAsync(IDocumentSession session, IChangeSet commit, CancellationToken token)
    {
        var events = commit.GetEvents().ToList();
        if (events.Count == 0) return;
        var last = events.Max(e => e.Sequence);
        freshness.Commit(session.TenantId, last);
        progress.Committed(last);
        wakeup.Signal();
        await feed.PublishAsync(new CommittedEvents(session.TenantId, events));
    }
}
