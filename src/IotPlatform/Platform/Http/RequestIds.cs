using System.Diagnostics;

namespace IotPlatform.Platform;

/// <summary>
/// Gives every request an id: the caller's own <c>X-Request-Id</c> where it sent a usable one. It is answered, and it is the
/// correlation id of all events that the request writes.
/// </summary>
public sealed class RequestIds(RequestDelegate next, NodaTime.IClock clock, ILogger<RequestIds> log)
{
    private const string Header = "X-Request-Id";
    private const int MaxLength = 128;

    /// <summary>Sets the id and passes on.</summary>
    public async Task InvokeAsync(HttpContext http)
    {
        var id = http.Request.Headers[Header].ToString();
        if (id.Length is 0 or > MaxLength || id.Any(c => c is <= ' ' or > '~')) id = Ids.New(clock.GetCurrentInstant());
        http.TraceIdentifier = id;
        http.Response.Headers[Header] = id;
        Activity.Current?.SetTag("request_id", id);
        using var scope = log.BeginScope(new KeyValuePair<string, object?>[] { new("RequestId", id) });
        await next(http);
    }
}
