using System.Collections.Frozen;
using JasperFx.Events;
using JasperFx.Events.Grouping;
using Marten;
using Marten.Events.Projections;

namespace IotPlatform.Platform;

/// <summary>How many resources of a kind a customer has, counted from their events, so that a list need not count them.</summary>
/// <param name="Id">The list's name: <c>devices</c>.</param>
/// <param name="Size">How many are alive.</param>
/// <param name="Changes">How many events there were: what was counted under the same number is still true.</param>
public sealed record ListSize(string Id, long Size, long Changes);

/// <summary>A list, and all events of the resources on it.</summary>
public sealed record ListEvents(ListDefinition List, IReadOnlyList<Type> Types);

/// <summary>Counts the resources of each kind of each customer.</summary>
public sealed class ListSizeProjection : MultiStreamProjection<ListSize, string>
{
    private readonly FrozenDictionary<Type, (string List, int Growth)> _events;

    private readonly WithheldEvents _withheld;

    public ListSizeProjection(IEnumerable<ListEvents> lists, WithheldEvents withheld)
    {
        _withheld = withheld;
        _events = lists.SelectMany(list => list.Types, (list, type) => (Type: type, list.List.Name, Growth: GrowthBy(type, list.List)))
            .ToFrozenDictionary(e => e.Type, e => (e.Name, e.Growth));
        foreach (var type in _events.Keys) IncludeType(type);
        CustomGrouping(GroupByListAsync);
    }

    /// <inheritdoc/>
    public override IEventSlicer BuildSlicer(IQuerySession session) => new WithholdingSlicer(base.BuildSlicer(session), _withheld);

    /// <inheritdoc/>
    public override ListSize? Evolve(ListSize? snapshot, string id, IEvent e) =>
        new(id, (snapshot?.Size ?? 0) + _events[e.EventType].Growth, (snapshot?.Changes ?? 0) + 1);

    private static int GrowthBy(Type type, ListDefinition list) => type == list.Grows ? 1 : type == list.Shrinks ? -1 : 0;

    private Task GroupByListAsync(IQuerySession session, IReadOnlyList<IEvent> page, IEventGrouping<string> grouping)
    {
        foreach (var e in page)
            if (_events.TryGetValue(e.EventType, out var counted)) grouping.AddEvent(counted.List, e);
        return Task.CompletedTask;
    }
}
