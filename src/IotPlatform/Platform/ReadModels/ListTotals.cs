using System.Collections.Concurrent;

namespace IotPlatform.Platform;

/// <summary>
/// Totals of filtered lists, remembered until the customer's resources of that kind change. Who pages through a filtered list has it
/// counted once.
/// </summary>
public sealed class ListTotals
{
    private const int MaxEntries = 10_000;
    private readonly ConcurrentDictionary<string, (long Changes, long Total)> _totals = new();

    /// <summary>The total under these filters as of so many changes, or null when it has to be counted.</summary>
    public long? Find(string filters, long changes) =>
        _totals.TryGetValue(filters, out var known) && known.Changes == changes ? known.Total : null;

    /// <summary>Remembers a total that was counted not earlier than at <paramref name="changes"/>.</summary>
    public void Remember(string filters, long changes, long total)
    {
        if (_totals.Count >= MaxEntries) _totals.Clear();
        _totals[filters] = (changes, total);
    }
}
