namespace IotPlatform.Benchmarks.Load;

/// <summary>What one round of load came to.</summary>
/// <param name="Operations">Operations that were answered, rightly, before the time was up.</param>
/// <param name="Answered">All that were answered rightly, those after the time was up too.</param>
/// <param name="Seconds">The length of the round.</param>
/// <param name="Latencies">Time from sending to the answer, of each operation; empty where it was not taken.</param>
/// <param name="Failures">What went wrong, one line a kind; empty when all went well.</param>
internal sealed record LoadResult(
    long Operations, long Answered, double Seconds, Samples Latencies, IReadOnlyList<string> Failures)
{
    public double PerSecond => Operations / Seconds;
}
