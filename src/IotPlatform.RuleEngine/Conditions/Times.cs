using System.Collections.Immutable;
using System.Text.Json.Serialization;
using IotPlatform.RuleEngine.Json;
using NodaTime;

namespace IotPlatform.RuleEngine.Conditions;

/// <summary>
/// The newest times in a sliding window, at least one. Adding one costs the same however many there are, and shares what stays with the
/// state before.
/// </summary>
[JsonConverter(typeof(TimesConverter))]
public sealed class Times
{
    private readonly ImmutableQueue<Instant> _before;

    private Times(ImmutableQueue<Instant> before, Instant newest, int count) => (_before, Newest, Count) = (before, newest, count);

    public Instant Oldest => _before.IsEmpty ? Newest : _before.Peek();

    public Instant Newest { get; }

    public int Count { get; }

    /// <summary>From the oldest on.</summary>
    public IEnumerable<Instant> All => _before.Append(Newest);

    /// <summary>Adds a time, and forgets what is too old for a window that ends with it or more than are to be kept.</summary>
    internal static Times Add(Times? times, Instant at, Duration window, int kept) => times is null
        ? new Times([], at, 1)
        : new Times(times._before.Enqueue(times.Newest), Condition.Later(at, times.Newest), times.Count + 1).Trim(window, kept);

    /// <summary>Lets a later time take the place of the newest.</summary>
    internal Times Postpone(Instant at, Duration window) => new Times(_before, Condition.Later(at, Newest), Count).Trim(window, Count);

    /// <summary>Reads what <see cref="All"/> gave.</summary>
    internal static Times? Of(IReadOnlyList<Instant> all) =>
        all.Count is 0 ? null : new Times([.. all.SkipLast(1)], all[^1], all.Count);

    /// <summary>Those in a window, which is open at its beginning: what is as old as the window is long has left it.</summary>
    internal List<Instant> In(Instant start, Instant end) => [.. All.Where(at => at > start && at <= end)];

    private Times Trim(Duration window, int kept)
    {
        var (before, count) = (_before, Count);
        for (; !before.IsEmpty && (count > kept || before.Peek() <= Newest - window); count--)
            before = before.Dequeue();
        return count == Count ? this : new Times(before, Newest, count);
    }
}
