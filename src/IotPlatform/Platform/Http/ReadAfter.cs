using System.Globalization;

namespace IotPlatform.Platform;

/// <summary>
/// Read your own writes on another node: what changes something is answered with the sequence of the customer's last event, and a GET that
/// sends it back is answered when the read models have come so far, at the latest after some seconds.
/// </summary>
public sealed class ReadAfter(RequestDelegate next, Freshness freshness)
{
    /// <summary>In the answer, and in the request that is to see what was answered.</summary>
    public const string Header = "X-Sequence";

    /// <summary>Waits, passes on, and tells.</summary>
    public async Task InvokeAsync(HttpContext http)
    {
        if (HttpMethods.IsGet(http.Request.Method) || HttpMethods.IsHead(http.Request.Method))
        {
            if (long.TryParse(http.Request.Headers[Header], NumberStyles.None, CultureInfo.InvariantCulture, out var sequence))
                await freshness.CatchUpWithAsync(sequence, http.RequestAborted);
        }
        else if (http.Features.Get<Caller>() is { } caller)
        {
            http.Response.OnStarting(() =>
            {
                if (freshness.CommittedBy(caller.Customer) is { } last)
                    http.Response.Headers[Header] = last.ToString(CultureInfo.InvariantCulture);
                return Task.CompletedTask;
            });
        }
        await next(http);
    }
}
