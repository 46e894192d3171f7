using System.Diagnostics;

namespace IotPlatform.IntegrationTests;

/// <summary>Waits, bounded, for what happens in the background.</summary>
public static class Poll
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);

    /// <summary>Looks until there is something to see.</summary>
    public static async Task<T> ForAsync<T>(Func<Task<T?>> look, string what, double seconds = 30) where T : class
    {
        var watch = Stopwatch.StartNew();
        while (true)
        {
            if (await look() is { } seen) return seen;
            if (watch.Elapsed.TotalSeconds > seconds) throw new TimeoutException($"Waited {seconds} s in vain: {what}");
            await Task.Delay(Pause);
        }
    }

    /// <summary>Looks until it is so.</summary>
    public static Task UntilAsync(Func<Task<bool>> condition, string what, double seconds = 30) =>
        ForAsync(async () => await condition() ? "" : null, what, seconds);

    /// <inheritdoc cref="UntilAsync(Func{Task{bool}}, string, double)"/>
    public static Task UntilAsync(Func<bool> condition, string what, double seconds = 30) =>
        UntilAsync(() => Task.FromResult(condition()), what, seconds);
}
