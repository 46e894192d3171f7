using Npgsql;

namespace IotPlatform.Platform;

/// <summary>The last resort: whatever goes wrong is logged whole and answered as a problem without its inner workings.</summary>
public sealed class Failures(RequestDelegate next, ILogger<Failures> log)
{
    /// <summary>Passes on, and answers what was thrown.</summary>
    public async Task InvokeAsync(HttpContext http)
    {
        try
        {
            await next(http);
        }
        catch (OperationCanceledException) when (http.RequestAborted.IsCancellationRequested)
        {
            // Nobody is there to answer.
        }
        catch (BadHttpRequestException fault) when (!http.Response.HasStarted)
        {
            await Of(fault.StatusCode, http).ExecuteAsync(http);
        }
        catch (Exception fault) when (!http.Response.HasStarted)
        {
            log.LogError(fault, "{Method} {Path} failed", http.Request.Method, http.Request.Path);
            await (fault is ReadModelsBehindException ? Behind : IsOutage(fault) ? Unavailable : Problem.Internal()).ExecuteAsync(http);
        }
    }

    /// <summary>Describes an answer that has a status but no body, such as the router's own 404 and 405.</summary>
    public static Task DescribeAsync(HttpContext http) => Of(http.Response.StatusCode, http).ExecuteAsync(http);

    private static Problem Of(int status, HttpContext http) => status switch
    {
        404 => new(404, "not_found", $"There is no route {http.Request.Path}."),
        405 => new(405, "not_found", $"{http.Request.Path} does not take {http.Request.Method}, only {http.Response.Headers.Allow}."),
        413 => Problem.PayloadTooLarge(),
        415 => Problem.UnsupportedMediaType(),
        426 => new(426, "validation_failed", $"{http.Request.Path} takes WebSocket connections alone."),
        >= 500 => Problem.Internal() with { Status = status },
        _ => new(status, "validation_failed", "The request is not valid HTTP for this route."),
    };

    private static Problem Unavailable => Problem.Unavailable("The database cannot be reached. Try again in a moment.");

    private static Problem Behind => Problem.Unavailable("The read models are behind. Nothing was changed; try again in a moment.");

    private static bool IsOutage(Exception fault)
    {
        for (var cause = fault; cause is not null; cause = cause.InnerException!)
            if (cause is NpgsqlException { IsTransient: true } or System.Net.Sockets.SocketException) return true;
        return false;
    }
}
