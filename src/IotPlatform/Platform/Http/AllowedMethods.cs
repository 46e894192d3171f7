namespace IotPlatform.Platform;

/// <summary>
/// Tells which methods a path takes: to OPTIONS, which needs no key, and with every 405. The router knows them; HEAD and OPTIONS are
/// taken beside what routes are written for.
/// </summary>
public sealed class AllowedMethods(RequestDelegate next)
{
    private static readonly string[] Order =
        [HttpMethods.Get, HttpMethods.Head, HttpMethods.Post, HttpMethods.Put, HttpMethods.Patch, HttpMethods.Delete, HttpMethods.Options];

    /// <summary>Answers OPTIONS; passes all else on.</summary>
    public async Task InvokeAsync(HttpContext http)
    {
        var asked = HttpMethods.IsOptions(http.Request.Method) && http.GetEndpoint() is not RouteEndpoint;
        await (asked ? AskRouterAsync(http) : next(http));
        if (http.Response is not { StatusCode: StatusCodes.Status405MethodNotAllowed, HasStarted: false } refusal) return;
        refusal.Headers.Allow = Complete(refusal.Headers.Allow.ToString());
        if (asked) refusal.StatusCode = StatusCodes.Status204NoContent;
    }

    // Where the path is known but the method is not, what the router has found is no route but its own refusal, a 405 with Allow.
    private static Task AskRouterAsync(HttpContext http)
    {
        if (http.GetEndpoint()?.RequestDelegate is { } refuse) return refuse(http);
        // OPTIONS * has no path: it asks whether there is a server at all.
        http.Response.StatusCode = http.Request.Path.HasValue ? StatusCodes.Status404NotFound : StatusCodes.Status204NoContent;
        return Task.CompletedTask;
    }

    private static string Complete(string allowed)
    {
        var methods = allowed.Split(", ").Append(HttpMethods.Options).ToHashSet();
        if (methods.Contains(HttpMethods.Get)) methods.Add(HttpMethods.Head);
        return string.Join(", ", Order.Where(methods.Contains));
    }
}
