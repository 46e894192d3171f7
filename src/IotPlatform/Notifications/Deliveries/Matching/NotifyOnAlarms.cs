using IotPlatform.Alarms;
using JasperFx.Events.Daemon;
using JasperFx.Events.Projections;
using Marten;
using Marten.Services;
using Marten.Subscriptions;

namespace IotPlatform.Notifications;

/// <summary>
/// Follows the alarms of all customers in the order of their events, and plans who is told. What it plans is committed together with how
/// far it has come: after a crash each event is planned once, and no event is left out.
/// </summary>
public sealed class NotifyOnAlarms : SubscriptionBase
{
    /// <summary>Under what its progress is kept.</summary>
    public const string ProgressName = "Notifications";

    private readonly Lazy<AlarmPages> _pages;

    /// <param name="pages">Made at the first page: it needs the store, which needs this.</param>
    public NotifyOnAlarms(Lazy<AlarmPages> pages)
    {
        _pages = pages;
        Name = ProgressName;
        foreach (var type in NotificationBook.EventTypes) IncludeType(type);
        IncludeType<AlarmTriggered>();
        IncludeType<AlarmAcknowledged>();
        IncludeType<AlarmResolved>();
        IncludeType<AlarmReopened>();
        IncludeType<RuleFired>();
        // Who updates does not want to be told of all that ever happened.
        Options.SubscribeFromFirstRun();
    }

    /// <inheritdoc/>
    public override async Task<IChangeListener> ProcessEventsAsync(
        EventRange page, ISubscriptionController controller, IDocumentOperations operations, CancellationToken cancellationToken) =>
        new Announcement(await _pages.Value.PlanAsync(page, operations, cancellationToken));

    private sealed class Announcement(Action announce) : IChangeListener
    {
        public Task BeforeCommitAsync(IDocumentSession session, IChangeSet commit, CancellationToken token) => Task.CompletedTask;

        public Task AfterCommitAsync(IDocumentSession session, IChangeSet commit, CancellationToken token)
        {
            announce();
            return Task.CompletedTask;
        }
    }
}
