using JasperFx.Events;

namespace IotPlatform.Platform;

/// <summary>The events of one committed transaction of one customer, in the order in which they were appended.</summary>
public sealed record CommittedEvents(string Customer, IReadOnlyList<IEvent> Events);

/// <summary>
/// Tells the slices of this node, before the command answers, what has just been committed: caches forget, live sessions drop, the rule
/// book learns. A subscriber must be quick and must not throw. Two transactions that commit at once may be told in either order.
/// </summary>
public sealed class CommitFeed
{
    private volatile Func<CommittedEvents, ValueTask>[] _subscribers = [];
    private readonly Lock _lock = new();

    /// <summary>Calls <paramref name="subscriber"/> for every transaction committed from now on.</summary>
    public void Subscribe(Action<CommittedEvents> subscriber) => Subscribe(committed =>
    {
        subscriber(committed);
        return ValueTask.CompletedTask;
    });

    /// <summary>Calls and awaits <paramref name="subscriber"/> for every transaction committed from now on.</summary>
    public void Subscribe(Func<CommittedEvents, ValueTask> subscriber)
    {
        lock (_lock) _subscribers = [.. _subscribers, subscriber];
    }

    /// <summary>Hands a committed transaction to all subscribers, in the order in which they came.</summary>
    public async ValueTask PublishAsync(CommittedEvents committed)
    {
        foreach (var subscriber in _subscribers) await subscriber(committed);
    }
}
