using System.Globalization;
using System.Text;

namespace IotPlatform.Alarms;

/// <summary>Numbers as bars a few lines high, with a line where the threshold is. Pure.</summary>
public static class BarChart
{
    private const int Rows = 6;
    private const int Parts = 8;
    private const string Blocks = " ▁▂▃▄▅▆▇█";

    /// <summary>A number short enough to stand beside the chart.</summary>
    public static string Label(double number) => number.ToString("G6", CultureInfo.InvariantCulture);

    /// <summary>The rows from the top, with the highest and the lowest number and the threshold at the left.</summary>
    /// <param name="hasGap">Whether there was more between the first value and the second.</param>
    public static IEnumerable<string> Draw(IReadOnlyList<double> values, (double Value, string Label)? threshold, bool hasGap)
    {
        var scale = new Scale([.. values, .. threshold is { } bound ? [bound.Value] : Array.Empty<double>()]);
        var line = threshold is { } known ? scale.RowOf(known.Value) : -1;
        var labels = Enumerable.Range(0, Rows).Select(row => row switch
        {
            _ when row == line => threshold!.Value.Label,
            _ when row == scale.RowOf(values.Max()) => Label(values.Max()),
            _ when row == scale.RowOf(values.Min()) => Label(values.Min()),
            _ => "",
        }).ToList();
        var width = labels.Max(label => label.Length);
        for (var row = Rows - 1; row >= 0; row--)
        {
            var (axis, blank) = row == line ? ('┼', '─') : ('│', ' ');
            yield return $"{labels[row].PadLeft(width)} {axis}{Row(values, scale, row, blank, hasGap)}".TrimEnd();
        }
    }

    private static string Row(IReadOnlyList<double> values, Scale scale, int row, char blank, bool hasGap)
    {
        var cells = new StringBuilder().Append(blank);
        for (var i = 0; i < values.Count; i++)
        {
            if (hasGap && i == 1) cells.Append('┊').Append(blank);
            var height = Math.Clamp(scale.LevelOf(values[i]) - (row * Parts), 0, Parts);
            cells.Append(height == 0 ? blank : Blocks[height]).Append(blank);
        }
        return cells.ToString();
    }

    /// <summary>Where numbers stand: the highest at the top, the lowest a little above the ground, so that it can be seen.</summary>
    private sealed class Scale
    {
        private readonly double _unit, _ground, _span;

        public Scale(IReadOnlyList<double> numbers)
        {
            // In units of the largest no difference can be too large for a number.
            _unit = Math.Max(numbers.Max(Math.Abs), double.Epsilon);
            var (low, high) = (numbers.Min() / _unit, numbers.Max() / _unit);
            var room = high > low ? (high - low) / Parts : 1.0 / Parts;
            (_ground, _span) = (low - room, high - low + room);
        }

        public int LevelOf(double number) => (int)Math.Round(((number / _unit) - _ground) / _span * Rows * Parts);

        public int RowOf(double number) => Math.Max(LevelOf(number) - 1, 0) / Parts;
    }
}
