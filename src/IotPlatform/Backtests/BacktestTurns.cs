using System.Collections.Concurrent;
using System.Globalization;
using IotPlatform.Platform;

namespace IotPlatform.Backtests;

/// <summary>
/// Lets few backtests run at once, since each takes a processor while it does, and of one customer's one after the other.
/// </summary>
public sealed class BacktestTurns : IDisposable
{
    private const int AtOnce = 2;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);
    private readonly ConcurrentDictionary<string, SemaphoreSlim> _customers = new();
    private readonly SemaphoreSlim _all = new(AtOnce);

    /// <summary>The turn, to be disposed of; null if it does not come soon.</summary>
    public async Task<IDisposable?> TakeAsync(string customer, CancellationToken cancellation)
    {
        var own = _customers.GetOrAdd(customer, _ => new(1));
        if (!await own.WaitAsync(Patience, cancellation)) return null;
        try
        {
            if (await _all.WaitAsync(Patience, cancellation)) return new Turn(own, _all);
        }
        catch (OperationCanceledException)
        {
            own.Release();
            throw;
        }
        own.Release();
        return null;
    }

    /// <summary>The refusal when the turn does not come.</summary>
    public static Problem Busy(HttpContext http)
    {
        http.Response.Headers.RetryAfter = ((int)Patience.TotalSeconds).ToString(CultureInfo.InvariantCulture);
        return new Problem(
            429, "rate_limited", "Other backtests are under way, and one customer's run one after the other. Repeat this one later.");
    }

    /// <inheritdoc/>
    public void Dispose() => _all.Dispose();

    private sealed class Turn(SemaphoreSlim own, SemaphoreSlim all) : IDisposable
    {
        public void Dispose()
        {
            all.Release();
            own.Release();
        }
    }
}
