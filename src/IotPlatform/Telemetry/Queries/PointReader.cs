using System.Runtime.CompilerServices;

namespace IotPlatform.Telemetry;

/// <summary>
/// Reads a device's values hour by hour, in order of time: packed hours from their table, by the coarsest rollup that serves, those that
/// are not packed yet from the log, and hours to which something was added late from both.
/// What is being packed meanwhile is found in either place: packing only adds, and the log keeps its rows for longer than a query takes.
/// </summary>
public sealed class PointReader(HourStates states, HourStore packed, LooseRows loose)
{
    private const int MostHoursAtOnce = 48;
    private const int MostRollupsAtOnce = 1_000;

    /// <summary>The values.</summary>
    public IAsyncEnumerable<HourPart> ReadValuesAsync(PointRange range, CancellationToken cancellation) =>
        ReadAsync(range, new Source(HourView.Values, _ => false, loose.PiecesAsync), cancellation);

    /// <summary>Each hour once: its rollups where they serve intervals of this length, else its values.</summary>
    public IAsyncEnumerable<HourPart> ReadHoursAsync(PointRange range, long interval, CancellationToken cancellation)
    {
        var view = HourFold.ViewFor(interval);
        bool Serves(PackedHour hour) => range.Holds(hour.Hour) && HourFold.Serves(hour, view, range.Keys);
        return ReadAsync(range, new Source(view, Serves, loose.HoursAsync), cancellation);
    }

    private async IAsyncEnumerable<HourPart> ReadAsync(
        PointRange range, Source source, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var (until, late) = await states.ReadAsync(range.DeviceKey, range.From, range.To, cancellation);
        var old = range with { To = Math.Min(range.To, until) };
        var @new = range with { From = Math.Max(range.From, until) };
        foreach (var span in range.IsDescending ? [@new, old] : new[] { old, @new })
        {
            if (span.From >= span.To) continue;
            var parts = span == old ? PackedAsync(span, source, late, cancellation) : LooseAsync(span, source, cancellation);
            await foreach (var part in parts) yield return part;
        }
    }

    private static async IAsyncEnumerable<HourPart> LooseAsync(
        PointRange range, Source source, [EnumeratorCancellation] CancellationToken cancellation)
    {
        await foreach (var hour in source.Loose(range, cancellation)) yield return new HourPart(null, hour.ToColumns(range.Keys));
    }

    private async IAsyncEnumerable<HourPart> PackedAsync(
        PointRange range, Source source, SortedSet<long> late, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var waiting = new Queue<long>(range.IsDescending ? late.Reverse() : late);
        await foreach (var hour in PackedAsync(range, source, hour => !late.Contains(hour.Hour), cancellation))
        {
            while (waiting.TryPeek(out var next) && (range.IsDescending ? next > hour.Hour : next < hour.Hour))
                yield return await LateAsync(range, waiting.Dequeue(), null, cancellation);
            if (waiting.TryPeek(out var same) && same == hour.Hour) yield return await LateAsync(range, waiting.Dequeue(), hour, cancellation);
            else yield return source.Serves(hour) ? new HourPart(hour, null) : new HourPart(null, HourUnpacker.ToColumns(hour, range.Keys));
        }
        while (waiting.TryDequeue(out var hour)) yield return await LateAsync(range, hour, null, cancellation);
    }

    private async Task<HourPart> LateAsync(PointRange range, long hour, PackedHour? known, CancellationToken cancellation)
    {
        var whole = known is null ? new DeviceHour(range.DeviceKey, hour) : HourUnpacker.Unpack(known);
        await foreach (var more in loose.HoursAsync(range with { From = hour, To = hour + Microseconds.PerHour, IsDescending = false }, cancellation))
            foreach (var moment in more.Moments) whole.Add(moment);
        return new HourPart(null, whole.ToColumns(range.Keys));
    }

    // What the view does not serve is read once more, with its values.
    private async IAsyncEnumerable<PackedHour> PackedAsync(
        PointRange range, Source source, Func<PackedHour, bool> isComplete, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var (from, to) = (Microseconds.HourOf(range.From), range.To);
        for (var limit = source.View == HourView.HourRollup ? MostRollupsAtOnce : 1; from < to; limit = Math.Min(limit * 4, source.MostAtOnce))
        {
            var page = await packed.ReadAsync(range.DeviceKey, from, to, source.View, limit, range.IsDescending, cancellation);
            if (page.Count == 0) yield break;
            var (isLast, last) = (page.Count < limit, page[^1].Hour);
            var poor = source.View == HourView.Values
                ? []
                : page.Where(h => !isComplete(h) || !source.Serves(h)).Select(h => h.Hour).ToArray();
            foreach (var some in poor.Chunk(MostHoursAtOnce))
            {
                var rich = (await packed.ReadAsync(range.DeviceKey, some, HourView.Values, cancellation)).ToDictionary(h => h.Hour);
                page =
                    [.. page.Where(h => !some.Contains(h.Hour) || rich.ContainsKey(h.Hour)).Select(h => rich.GetValueOrDefault(h.Hour, h))];
            }
            foreach (var hour in page) yield return hour;
            if (isLast) yield break;
            if (range.IsDescending) to = last;
            else from = last + 1;
        }
    }

    /// <summary>How one question is read.</summary>
    private sealed record Source(
        HourView View, Func<PackedHour, bool> Serves, Func<PointRange, CancellationToken, IAsyncEnumerable<DeviceHour>> Loose)
    {
        public int MostAtOnce => View == HourView.HourRollup ? MostRollupsAtOnce : MostHoursAtOnce;
    }
}
