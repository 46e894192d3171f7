using Microsoft.AspNetCore.Http.Features;

namespace IotPlatform.Platform;

/// <summary>Answers HEAD wherever there is a GET: as the GET does, with the length of the body in place of the body.</summary>
public sealed class HeadRequests(RequestDelegate next)
{
    /// <summary>Passes on, a HEAD as a GET.</summary>
    public Task InvokeAsync(HttpContext http) => HttpMethods.IsHead(http.Request.Method) ? AnswerAsync(http) : next(http);

    private async Task AnswerAsync(HttpContext http)
    {
        var body = new CountedBody();
        var sent = http.Features.GetRequiredFeature<IHttpResponseBodyFeature>();
        http.Features.Set<IHttpResponseBodyFeature>(body);
        http.Request.Method = HttpMethods.Get;
        try
        {
            await next(http);
        }
        finally
        {
            http.Request.Method = HttpMethods.Head;
            http.Features.Set(sent);
        }
        if (!http.Response.HasStarted && body.Length > 0) http.Response.ContentLength ??= body.Length;
    }
}
