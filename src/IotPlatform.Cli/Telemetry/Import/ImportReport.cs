using IotPlatform.Cli.Telemetry.Files;

namespace IotPlatform.Cli.Telemetry.Import;

/// <summary>What went in, and what did not and why.</summary>
public sealed class ImportReport
{
    // A file whose every row is wrong is explained by its first rows.
    private const int MostKept = 10_000;
    private const int MostShown = 50;

    private readonly Lock _lock = new();
    private readonly List<(long Row, string Reason)> _rejected = [];

    /// <summary>Values that the platform has stored.</summary>
    public long Accepted { get; private set; }

    /// <summary>Values that it has not.</summary>
    public long Rejected { get; private set; }

    /// <summary>Whether so much is known to be wrong that it need not be known of which rows.</summary>
    public bool IsFull => Rejected >= MostShown;

    /// <summary>Values are stored.</summary>
    public void Accept(long values)
    {
        lock (_lock) Accepted += values;
    }

    /// <summary>A row is not.</summary>
    public void Reject(FileRow row, string reason) => RejectSome(row, 1, reason);

    /// <summary>So many values are not, from a row on; which of them is no longer asked.</summary>
    public void RejectSome(FileRow row, int values, string reason)
    {
        lock (_lock)
        {
            Rejected += values;
            if (_rejected.Count < MostKept) _rejected.Add((row.Number, reason));
        }
    }

    /// <summary>A line for each run of rows with one reason, in their order.</summary>
    public IReadOnlyList<string> Lines()
    {
        var runs = new List<(long First, long Last, string Reason)>();
        foreach (var (row, reason) in _rejected.Distinct().OrderBy(rejected => rejected.Row))
            if (runs.Count > 0 && runs[^1].Reason == reason && runs[^1].Last + 1 == row) runs[^1] = runs[^1] with { Last = row };
            else runs.Add((row, row, reason));
        var shown = runs.Take(MostShown)
            .Select(run => $"{(run.First == run.Last ? $"row {run.First}" : $"rows {run.First}-{run.Last}")}: {run.Reason}");
        return runs.Count > MostShown ? [.. shown, $"and {runs.Count - MostShown} more"] : [.. shown];
    }
}
