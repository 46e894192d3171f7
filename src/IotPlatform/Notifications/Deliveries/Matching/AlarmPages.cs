using IotPlatform.Alarms;
using IotPlatform.Platform;
using JasperFx.Events;
using JasperFx.Events.Projections;
using Marten;
using NodaTime;

namespace IotPlatform.Notifications;

/// <summary>Plans who is told of the events of a page, customer by customer.</summary>
public sealed class AlarmPages(OccasionReader reader, BookShelf books, DeliverySignal signal, IClock clock, ILogger<AlarmPages> log)
{
    private long _ceiling = -1;

    /// <summary>Adds what follows from a page to what will be committed with it; what is to be called after that is returned.</summary>
    public async Task<Action> PlanAsync(EventRange page, IDocumentOperations operations, CancellationToken cancellation)
    {
        // Another node may have had its turn, or the page before may have failed.
        if (page.SequenceFloor != _ceiling) books.ForgetAll();
        _ceiling = -1;
        List<LaneKey> lanes = [];
        foreach (var ofCustomer in page.Events.GroupBy(e => e.TenantId))
        {
            var plan = await PlanAsync(ofCustomer.Key, [.. ofCustomer], cancellation);
            PlanStore.Write(operations, plan);
            foreach (var (e, fault) in plan.Unplanned) DeadLetters.Write(operations, LetterOf(e, fault));
            lanes.AddRange(plan.Lanes);
        }
        _ceiling = page.SequenceCeiling;
        return () => signal.Raise(lanes);
    }

    /// <summary>What follows from events of one customer.</summary>
    public async Task<NotificationPlan> PlanAsync(string customer, IReadOnlyList<IEvent> events, CancellationToken cancellation)
    {
        var plan = new NotificationPlan(customer);
        if (events.Any(IsOfBook)) books.Forget(customer);
        var telling = events.Where(e => !IsOfBook(e)).ToList();
        if (telling.Count == 0) return plan;
        var book = await books.GetAsync(customer, cancellation);
        if (book.Policies.Count == 0) telling.RemoveAll(e => e.Data is not RuleFired);
        var alarmIds = telling.Where(e => e.Data is not RuleFired).Select(e => e.StreamKey!).Distinct().ToList();
        var facts = await reader.ReadAsync(customer, alarmIds, cancellation);
        var planner = new NotificationPlanner(plan, book, facts.Before, clock.GetCurrentInstant());
        foreach (var e in telling) Plan(plan, planner, e, facts);
        return plan;
    }

    // One that cannot be planned must not keep all others from being told.
    private void Plan(NotificationPlan plan, NotificationPlanner planner, IEvent e, AlarmFacts facts)
    {
        try
        {
            if (e.Data is RuleFired firing) planner.Add(firing, e.Id.ToString(), e.Version);
            else if (OccasionReader.Of(e, facts) is { } occasion) planner.Add(occasion);
            else log.LogError("Event {Event} of alarm {Alarm} notifies nobody: its device is unknown", e.Sequence, e.StreamKey);
        }
        catch (Exception fault) when (fault is not OperationCanceledException)
        {
            log.LogError(fault, "Event {Event} of stream {Stream} notifies nobody", e.Sequence, e.StreamKey);
            plan.Unplanned.Add((e, fault));
        }
    }

    private DeadLetter LetterOf(IEvent e, Exception fault) => new(
        NotifyOnAlarms.ProgressName, e.Sequence, e.EventTypeName, e.TenantId, e.StreamKey!, DeadLetterKind.Unplannable, fault.GetType().Name,
        clock.GetCurrentInstant());

    private static bool IsOfBook(IEvent e) => NotificationBook.EventTypes.Contains(e.EventType);
}
