using System.Globalization;

namespace IotPlatform.Platform;

/// <summary>
/// Refuses what a key asks beyond its limit, and says when to come again. What comes without a key is not counted, and
/// neither is a device that comes with credentials of its own: like one on MQTT it is slowed by the ingest's back-pressure alone.
/// </summary>
public sealed class RateLimiting(RequestDelegate next, RateLimiter limiter, TimeProvider time)
{
    // A wall clock that is set back would lock keys out for as long.
    private readonly long _start = time.GetTimestamp();

    /// <summary>Passes on, or refuses.</summary>
    public Task InvokeAsync(HttpContext http)
    {
        if (http.Features.Get<Caller>() is not { DeviceId: null } caller) return next(http);
        var wait = limiter.Take(caller.Actor, time.GetElapsedTime(_start));
        return wait > TimeSpan.Zero ? RefuseAsync(http, (long)Math.Ceiling(wait.TotalSeconds)) : next(http);
    }

    private static Task RefuseAsync(HttpContext http, long seconds)
    {
        http.Response.Headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);
        return Problem.RateLimited(seconds).ExecuteAsync(http);
    }
}
