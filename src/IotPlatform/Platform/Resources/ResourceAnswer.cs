using System.Buffers;

namespace IotPlatform.Platform;

/// <summary>A single resource as JSON with its ETag.</summary>
public sealed class ResourceAnswer(int status, long version, Func<IBufferWriter<byte>, HttpContext, ValueTask> write) : IResult
{
    /// <summary>Where the resource is, for one that was just created.</summary>
    public string? Location { get; init; }

    /// <summary>200 with the state that a command has just made.</summary>
    public static ResourceAnswer Ok<T>(ReadModel<T> readModel, string id, T state, long version) where T : class, IResource<T> =>
        new(200, version, (buffer, http) => readModel.WriteAsync(buffer, Caller.Of(http).Customer, id, state, http.RequestAborted));

    /// <inheritdoc/>
    public async Task ExecuteAsync(HttpContext httpContext)
    {
        httpContext.Response.StatusCode = status;
        httpContext.Response.ContentType = "application/json";
        httpContext.Response.Headers.ETag = Preconditions.ETag(version);
        if (Location is not null) httpContext.Response.Headers.Location = Location;
        await write(httpContext.Response.BodyWriter, httpContext);
        await httpContext.Response.BodyWriter.FlushAsync(httpContext.RequestAborted);
    }
}
