using System.Diagnostics;

namespace IotPlatform.Benchmarks.Stands;

/// <summary>Bounded waiting for a condition.</summary>
internal static class Wait
{
    /// <summary>Asks every few milliseconds until the answer is yes; false when it was not within the limit.</summary>
    public static bool Until(Func<bool> condition, TimeSpan limit, int everyMilliseconds = 10)
    {
        for (var start = Stopwatch.GetTimestamp(); !condition(); Thread.Sleep(everyMilliseconds))
            if (Stopwatch.GetElapsedTime(start) > limit) return false;
        return true;
    }
}
