using System.Buffers;
using System.IO.Pipelines;
using System.Text.Json;
using System.Text.Unicode;

namespace IotPlatform.Platform;

/// <summary>A request that is read from a JSON body by its own <see cref="Read"/>; an endpoint takes it as a parameter.</summary>
public interface IRequestBody<TSelf> where TSelf : IRequestBody<TSelf>
{
    /// <summary>Reads the request, leaving its faults in <paramref name="body"/>. A pure function.</summary>
    static abstract TSelf Read(Body body);
}

/// <summary>Reads request bodies, at most <see cref="MaxBytes"/> long; the endpoints' generated adapters call it.</summary>
public static class RequestBody
{
    /// <summary>Longer bodies are refused.</summary>
    public const int MaxBytes = 1024 * 1024;

    /// <summary>
    /// As much is read of a body that is refused, so that a client which sends it whole before it listens sees the refusal; the server
    /// itself cuts off longer ones.
    /// </summary>
    public const int MaxReadBytes = 16 * MaxBytes;

    /// <summary>The request, or the problem with it: 400 unparseable, 413 too large, 415 not JSON, 422 invalid.</summary>
    public static async Task<(T? Request, Problem? Refused)> ReadAsync<T>(HttpContext http) where T : class, IRequestBody<T>
    {
        var (members, refused) = await ReadJsonAsync(http);
        if (refused is not null) return (null, refused);
        var body = new Body(members);
        var request = T.Read(body);
        return body.Faults.Count == 0 ? (request, null) : (null, Problem.Invalid(body.Faults));
    }

    /// <summary>The JSON body as it was sent, not parsed; or the problem with it: 413 longer than allowed, 415 not JSON.</summary>
    public static Task<(byte[]? Body, Problem? Refused)> ReadBytesAsync(HttpContext http, int maxBytes, string limit) =>
        ReadAsync<byte[]>(http, maxBytes, limit, body => body.IsEmpty || IsJson(http.Request.ContentType)
            ? (body.ToArray(), null)
            : (null, Problem.UnsupportedMediaType()));

    private static Task<(JsonElement Members, Problem? Refused)> ReadJsonAsync(HttpContext http) =>
        ReadAsync(http, MaxBytes, "1 MiB", body => ReadJson(body, http.Request.ContentType));

    private static async Task<(T? Read, Problem? Refused)> ReadAsync<T>(
        HttpContext http, int maxBytes, string limit, Func<ReadOnlySequence<byte>, (T? Read, Problem? Refused)> read)
    {
        var reader = http.Request.BodyReader;
        try
        {
            var body = (await reader.ReadAtLeastAsync(maxBytes + 1, http.RequestAborted)).Buffer;
            // A body that is left half read costs the client its connection, and with it the next request.
            var isTooLong = body.Length > maxBytes;
            var answer = isTooLong ? (default, Problem.PayloadTooLarge(limit)) : read(body);
            reader.AdvanceTo(body.End);
            if (isTooLong) await SkipAsync(reader, http.RequestAborted);
            return answer;
        }
        catch (BadHttpRequestException fault) when (fault.StatusCode is 413)
        {
            return (default, Problem.PayloadTooLarge(limit));
        }
    }

    private static async Task SkipAsync(PipeReader reader, CancellationToken cancellation)
    {
        ReadResult read;
        do
        {
            read = await reader.ReadAsync(cancellation);
            reader.AdvanceTo(read.Buffer.End);
        }
        while (!read.IsCompleted);
    }

    private static (JsonElement Members, Problem? Refused) ReadJson(in ReadOnlySequence<byte> body, string? contentType)
    {
        if (body.IsEmpty) return (JsonElement.Parse("{}"u8), null);
        if (!IsJson(contentType)) return (default, Problem.UnsupportedMediaType());
        if (!IsUtf8(body)) return (default, Problem.MalformedJson("The body is no valid UTF-8."));
        try
        {
            return (Parse(body), null);
        }
        catch (JsonException fault)
        {
            return (default, Problem.MalformedJson($"The body is no valid JSON: line {fault.LineNumber + 1}, byte {fault.BytePositionInLine + 1}."));
        }
    }

    private static JsonElement Parse(ReadOnlySequence<byte> json)
    {
        var reader = new Utf8JsonReader(json);
        var members = JsonElement.ParseValue(ref reader);
        if (reader.Read()) throw new JsonException("Only one value is expected.");
        return members;
    }

    // The parser passes broken strings on; whoever reads them later would fail.
    private static bool IsUtf8(in ReadOnlySequence<byte> body) => Utf8.IsValid(body.IsSingleSegment ? body.FirstSpan : body.ToArray());

    private static bool IsJson(string? contentType)
    {
        if (string.IsNullOrEmpty(contentType)) return true;
        var mediaType = contentType.AsSpan();
        var parameters = mediaType.IndexOf(';');
        if (parameters >= 0) mediaType = mediaType[..parameters];
        mediaType = mediaType.Trim();
        return mediaType.Equals("application/json", StringComparison.OrdinalIgnoreCase)
            || mediaType.EndsWith("+json", StringComparison.OrdinalIgnoreCase);
    }
}
