using System.Globalization;

namespace IotPlatform.Benchmarks;

/// <summary>Collects the figures of a run and writes them as Markdown.</summary>
internal sealed class Report
{
    private const string None = "–";

    private readonly List<string[]> _rows = [];
    private readonly List<string[]> _costs = [];
    private readonly List<string> _failures = [];

    /// <summary>What the figures were measured on.</summary>
    public string Machine { get; set; } = "";

    public bool Failed => _failures.Count > 0;

    /// <summary>A rate, ours against a baseline's; ours is null when the platform is left out.</summary>
    public void Rate(string what, Series? ours, Series baseline, Aim? aim)
    {
        var ratio = ours?.PerSecond / baseline.PerSecond;
        _rows.Add([
            what, ours is null ? None : Rate(ours), $"{Rate(baseline)} {baseline.Name}", Ratio(ratio), aim?.ToString() ?? None,
            aim is null ? None : Met(aim, ratio)]);
    }

    /// <summary>A figure of ours, with something to compare it to where there is such a thing.</summary>
    public void Figure(string what, double ours, string unit, Aim? aim = null, (string Name, double Value)? baseline = null)
    {
        var ratio = baseline is { Value: > 0 } other ? ours / other.Value : (double?)null;
        var judged = aim is { OfRatio: true } ? ratio : ours;
        _rows.Add([
            what, Number(ours, unit), baseline is { } b ? $"{Number(b.Value, unit)} {b.Name}" : None, Ratio(ratio), aim?.ToString() ?? None,
            aim is null ? None : Met(aim, judged)]);
    }

    /// <summary>What one operation cost each process, and how long it took.</summary>
    public void Cost(string what, Series series) => _costs.Add([
        what, series.Name, Rate(series), Number(series.Latencies.Percentile(0.5), "ms"), Number(series.Latencies.Percentile(0.99), "ms"),
        Micro(series.ServerMicroseconds), Micro(series.PostgresMicroseconds),
        $"{Micro(series.GeneratorMicroseconds)}, {series.GeneratorShare:P0} of a core",
        Number(series.BusyAfter, "s")]);

    public void Failure(string measurement, string message) => _failures.Add($"{measurement}: {message}");

    public void Write(TextWriter output)
    {
        output.WriteLine($"\n{Machine}\n");
        if (_rows.Count > 0) Table(output, ["what", "ours", "baseline", "ratio", "aim", "met"], _rows);
        if (_costs.Count > 0)
            Table(
                output, ["under load", "who", "rate", "p50", "p99", "server CPU", "PostgreSQL CPU", "generator CPU", "busy after"],
                _costs);
        foreach (var failure in _failures) output.WriteLine($"FAILED {failure}");
    }

    private static void Table(TextWriter output, string[] head, List<string[]> rows)
    {
        var widths = head.Select((title, column) => rows.Append(head).Max(row => row[column].Length)).ToArray();
        output.WriteLine(Line(head));
        output.WriteLine(Line([.. widths.Select(width => new string('-', width))]));
        foreach (var row in rows) output.WriteLine(Line(row));
        output.WriteLine();

        string Line(string[] cells) => "| " + string.Join(" | ", cells.Select((cell, column) => cell.PadRight(widths[column]))) + " |";
    }

    private static string Rate(Series series) =>
        string.Create(CultureInfo.InvariantCulture, $"{series.PerSecond:#,0}/s ({series.Slowest:#,0} to {series.Fastest:#,0})");

    /// <summary>Three digits are more than the noise leaves.</summary>
    private static string Number(double value, string unit)
    {
        var format = value >= 100 ? "#,0" : value >= 10 ? "0.0" : "0.00";
        return double.IsNaN(value) ? None : $"{value.ToString(format, CultureInfo.InvariantCulture)} {unit}";
    }

    private static string Micro(double value) => string.Create(CultureInfo.InvariantCulture, $"{value:#,0} µs");

    private static string Ratio(double? ratio) =>
        ratio is { } value ? string.Create(CultureInfo.InvariantCulture, $"{value:0.00}×") : None;

    private static string Met(Aim aim, double? figure) => figure is { } value ? aim.MetBy(value) ? "yes" : "no" : None;
}
