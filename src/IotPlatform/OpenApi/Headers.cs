using Microsoft.OpenApi;

namespace IotPlatform.OpenApi;

/// <summary>The headers of answers.</summary>
public static class Headers
{
    public const string RequestId = "X-Request-Id";
    public const string ETag = "ETag";
    public const string Location = "Location";
    public const string RetryAfter = "Retry-After";
    public const string Replayed = "Idempotency-Replayed";
    public const string Truncated = "Truncated";
    public const string Challenge = "WWW-Authenticate";

    /// <summary>All of them, to be referred to.</summary>
    public static Dictionary<string, IOpenApiHeader> All { get; } = new()
    {
        [RequestId] = Text("The id of the request, the caller's own where it sent one: the correlation id of the events that it wrote.", "order-17"),
        [ETag] = Text("The version of the resource, for If-Match.", "\"3\""),
        [Location] = Text("The path of the new resource.", "/v1/iot/devices/pump-1"),
        [RetryAfter] = new OpenApiHeader { Required = true, Description = "Seconds to wait.", Schema = Schemas.Whole(1), Example = 2 },
        [Replayed] = new OpenApiHeader { Description = "True on an answer that is given again.", Schema = Schemas.Flag(), Example = true },
        [Truncated] = new OpenApiHeader { Description = "On CSV: whether there is more than the limit.", Schema = Schemas.Flag(), Example = false },
        [Challenge] = Text("How to authenticate.", "ApiKey realm=\"iot\", Bearer realm=\"iot\""),
    };

    /// <summary>The headers of one answer; every answer has the id of its request.</summary>
    public static Dictionary<string, IOpenApiHeader> Of(OpenApiDocument document, params IReadOnlyList<string> names) =>
        names.Append(RequestId).ToDictionary(name => name, IOpenApiHeader (name) => new OpenApiHeaderReference(name, document));

    private static OpenApiHeader Text(string description, string example) =>
        new() { Required = true, Description = description, Schema = Schemas.Text(), Example = example };
}
