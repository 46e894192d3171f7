namespace IotPlatform.Cli.Simulation.Reporting;

/// <summary>
/// How long acknowledgements took: counts by size, so that hours of them need no memory. Quantiles are true to five percent.
/// </summary>
public sealed class Latencies
{
    private const double Growth = 1.05;

    // From a tenth of a millisecond to over ten minutes.
    private readonly long[] _counts = new long[325];

    /// <summary>Adds one; any thread may.</summary>
    public void Add(TimeSpan time) => Interlocked.Increment(ref _counts[Slot(time)]);

    /// <summary>What so many of them did not exceed; null where there are none.</summary>
    public TimeSpan? Quantile(double share)
    {
        var counts = _counts.ToArray();
        var rank = (long)Math.Ceiling(counts.Sum() * share);
        if (rank == 0) return null;
        var (slot, seen) = (0, counts[0]);
        while (seen < rank) seen += counts[++slot];
        return TimeSpan.FromMilliseconds(0.1 * Math.Pow(Growth, slot));
    }

    private int Slot(TimeSpan time) =>
        (int)Math.Clamp(Math.Ceiling(Math.Log(Math.Max(0.1, time.TotalMilliseconds) / 0.1) / Math.Log(Growth)), 0, _counts.Length - 1);
}
