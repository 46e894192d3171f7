using System.Diagnostics;

namespace IotPlatform.Benchmarks.Load;

/// <summary>Durations as they were measured, each one kept, so that percentiles are exact.</summary>
internal sealed class Samples
{
    private long[] _ticks = new long[1024];
    private bool _sorted;

    public int Count { get; private set; }

    /// <summary>Adds a duration in ticks of <see cref="Stopwatch"/>.</summary>
    public void Add(long ticks)
    {
        if (Count == _ticks.Length) Array.Resize(ref _ticks, Count * 2);
        _ticks[Count++] = ticks;
        _sorted = false;
    }

    /// <summary>The ticks of a duration.</summary>
    public static long TicksOf(TimeSpan duration) => (long)(duration.TotalSeconds * Stopwatch.Frequency);

    public void Add(Samples others)
    {
        for (var i = 0; i < others.Count; i++) Add(others._ticks[i]);
    }

    /// <summary>Milliseconds that the given share (0..1) of the samples did not exceed (nearest rank); NaN when there are none.</summary>
    public double Percentile(double share)
    {
        if (Count is 0) return double.NaN;
        if (!_sorted) Array.Sort(_ticks, 0, Count);
        _sorted = true;
        var rank = Math.Clamp((int)Math.Ceiling(share * Count) - 1, 0, Count - 1);
        return _ticks[rank] * 1000.0 / Stopwatch.Frequency;
    }
}
