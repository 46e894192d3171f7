using System.Text;
using NodaTime;

namespace IotPlatform.Alarms;

/// <summary>Drawings of one line.</summary>
public static class Gauge
{
    private const int Cells = 50;

    /// <summary>An amount as a bar, with a mark where the limit is; the longer of both fills the line.</summary>
    public static string Draw(double amount, double? limit)
    {
        var whole = Math.Max(amount, limit ?? 0);
        var bar = new StringBuilder().Append('█', CellOf(amount, whole)).Append('·', Cells - CellOf(amount, whole));
        if (limit is { } mark) bar.Insert(CellOf(mark, whole), '│');
        return bar.ToString();
    }

    /// <summary>How many things happened in each part of a time; <c>+</c> where more than nine.</summary>
    public static string Strip(IReadOnlyList<Instant> times, Instant from, Instant to)
    {
        var counts = new int[Cells];
        foreach (var time in times) counts[Math.Clamp(CellOf((time - from).TotalSeconds, (to - from).TotalSeconds), 0, Cells - 1)]++;
        return string.Concat(counts.Select(count => count switch { 0 => '·', > 9 => '+', _ => (char)('0' + count) }));
    }

    private static int CellOf(double amount, double whole) => whole > 0 ? (int)Math.Clamp(Math.Round(amount / whole * Cells), 0, Cells) : 0;
}
