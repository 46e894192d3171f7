using System.Text.Json;

namespace IotPlatform.Platform;

/// <summary>An answer as it can be given again: status, the headers that say something of the resource, body.</summary>
public sealed record StoredAnswer(int Status, string? ContentType, string? ETag, string? Location, byte[] Body) : IResult
{
    /// <summary>What the stored form is read by.</summary>
    public static StoredAnswer Parse(ReadOnlySpan<byte> json) => JsonSerializer.Deserialize<StoredAnswer>(json, Json.Api)!;

    /// <summary>The stored form.</summary>
    public byte[] ToJson() => JsonSerializer.SerializeToUtf8Bytes(this, Json.Api);

    /// <summary>Takes down what <paramref name="answer"/> would say to <paramref name="http"/>, without saying it.</summary>
    public static async Task<StoredAnswer> OfAsync(IResult answer, HttpContext http)
    {
        using var body = new MemoryStream();
        var aside = new DefaultHttpContext
        {
            RequestServices = http.RequestServices,
            RequestAborted = http.RequestAborted,
            TraceIdentifier = http.TraceIdentifier,
        };
        aside.Request.Path = http.Request.Path;
        aside.Features.Set(Caller.Of(http));
        aside.Response.Body = body;
        await answer.ExecuteAsync(aside);
        await aside.Response.CompleteAsync();
        return Of(aside.Response, body);
    }

    /// <summary>Takes down what a response says; its body went to <paramref name="body"/>.</summary>
    public static StoredAnswer Of(HttpResponse response, MemoryStream body) =>
        new(response.StatusCode, response.ContentType, response.Headers.ETag, response.Headers.Location, body.ToArray());

    /// <inheritdoc/>
    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var response = httpContext.Response;
        response.StatusCode = Status;
        if (ContentType is not null) response.ContentType = ContentType;
        if (ETag is not null) response.Headers.ETag = ETag;
        if (Location is not null) response.Headers.Location = Location;
        if (Body.Length > 0) await response.Body.WriteAsync(Body, httpContext.RequestAborted);
    }
}
