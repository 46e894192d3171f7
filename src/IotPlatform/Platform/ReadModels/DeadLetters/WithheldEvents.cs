using System.Collections.Frozen;
using JasperFx.Events;

namespace IotPlatform.Platform;

/// <summary>Events that the daemon leaves out of the read models, because one of these could not be folded with them.</summary>
public sealed class WithheldEvents
{
    /// <summary>Of a store that folds all events.</summary>
    public static readonly WithheldEvents None = new();

    private volatile FrozenSet<long> _sequences = [];

    /// <summary>Withholds these from now on, and no others.</summary>
    public void Set(IEnumerable<long> sequences) => _sequences = sequences.ToFrozenSet();

    /// <summary>Those that are folded.</summary>
    public IReadOnlyList<IEvent> Without(IReadOnlyList<IEvent> page)
    {
        var withheld = _sequences;
        return withheld.Count == 0 ? page : [.. page.Where(e => !withheld.Contains(e.Sequence))];
    }
}
