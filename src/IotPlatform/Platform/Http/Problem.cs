using System.Diagnostics;
using System.Text.Json;

namespace IotPlatform.Platform;

/// <summary>What is wrong with one member of a body or one query parameter.</summary>
/// <param name="Field">The member or parameter, dotted where nested: <c>config.value</c>.</param>
/// <param name="Message">What is expected of it.</param>
public sealed record Fault(string Field, string Message);

/// <summary>
/// A refusal, written as RFC 9457 <c>application/problem+json</c> with the members <c>code</c>, <c>errors</c> and <c>trace_id</c>.
/// </summary>
/// <param name="Status">The HTTP status.</param>
/// <param name="Code">One of the codes of the API, for programs.</param>
/// <param name="Detail">A sentence for people: the fault and the remedy.</param>
public sealed record Problem(int Status, string Code, string Detail) : IResult
{
    // What is down now is looked for by the platform itself every second or so.
    private const string RetrySeconds = "2";

    /// <summary>All faults of a body or query, empty for other problems.</summary>
    public IReadOnlyList<Fault> Errors { get; init; } = [];

    /// <summary>Numbers that belong to the refusal, as members of their own.</summary>
    public IReadOnlyList<(string Name, long Value)> Numbers { get; init; } = [];

    public static Problem Unauthorized(string detail) => new(401, "unauthorized", detail);
    public static Problem Forbidden(string detail) => new(403, "forbidden", detail);
    public static Problem DeviceLimitReached(long limit, long current) =>
        new(403, "device_limit_reached", $"The plan allows {limit} devices, and {current} are registered. Delete a device, or ask for a larger plan.")
        {
            Numbers = [("limit", limit), ("current", current)],
        };
    public static Problem NotFound(string what, string id) => new(404, "not_found", $"There is no {what} '{id}'.");
    public static Problem MalformedJson(string detail) => new(400, "malformed_json", detail);
    public static Problem UnsupportedMediaType() =>
        new(415, "unsupported_media_type", "The body must be JSON: send it with Content-Type: application/json.");
    public static Problem PayloadTooLarge(string limit = "1 MiB") => new(413, "payload_too_large", $"The body is larger than {limit}.");
    public static Problem Duplicate(string detail) => new(409, "duplicate", detail);
    public static Problem InvalidState(string detail) => new(409, "invalid_state", detail);
    public static Problem InUse(string detail) => new(409, "in_use", detail);
    public static Problem Conflict() => new(409, "conflict", "Another change came first. Read the resource again and repeat the request.");
    public static Problem PreconditionFailed() =>
        new(412, "conflict", "The resource has another version than If-Match names. Read it again and repeat the request with its new ETag.");
    public static Problem RateLimited(long seconds) =>
        new(429, "rate_limited", $"This API key makes too many requests at once. Repeat this one after {seconds} s.");
    public static Problem Unavailable(string detail) => new(503, "internal", detail);
    public static Problem Internal() => new(500, "internal", "The platform failed to answer. The trace id leads to the cause in its log.");

    /// <summary>All faults of a request in one answer.</summary>
    public static Problem Invalid(IReadOnlyList<Fault> faults) =>
        new(422, "validation_failed", string.Join(" ", faults.Select(fault => $"{fault.Field}: {fault.Message}."))) { Errors = faults };

    /// <inheritdoc/>
    public async Task ExecuteAsync(HttpContext httpContext)
    {
        httpContext.Response.StatusCode = Status;
        httpContext.Response.ContentType = "application/problem+json";
        if (Status is 401) httpContext.Response.Headers.WWWAuthenticate = Challenge(httpContext);
        if (Status is 503) httpContext.Response.Headers.RetryAfter = RetrySeconds;
        await using var writer = new Utf8JsonWriter(httpContext.Response.BodyWriter, new JsonWriterOptions { Encoder = Json.Api.Encoder });
        Write(writer, httpContext);
    }

    private static string Challenge(HttpContext http)
    {
        const string keys = "ApiKey realm=\"iot\", Bearer realm=\"iot\"";
        var takesDevices = http.GetEndpoint()?.Metadata.GetMetadata<TakesDeviceLoginAttribute>() is not null;
        return takesDevices ? $"{keys}, Basic realm=\"iot\", charset=\"UTF-8\"" : keys;
    }

    private void Write(Utf8JsonWriter writer, HttpContext http)
    {
        writer.WriteStartObject();
        writer.WriteString("type", "about:blank");
        writer.WriteString("title", Microsoft.AspNetCore.WebUtilities.ReasonPhrases.GetReasonPhrase(Status));
        writer.WriteNumber("status", Status);
        writer.WriteString("detail", Detail);
        writer.WriteString("instance", http.Request.Path.Value);
        writer.WriteString("code", Code);
        writer.WriteStartArray("errors");
        foreach (var fault in Errors)
        {
            writer.WriteStartObject();
            writer.WriteString("field", fault.Field);
            writer.WriteString("message", fault.Message);
            writer.WriteEndObject();
        }
        writer.WriteEndArray();
        foreach (var (name, value) in Numbers) writer.WriteNumber(name, value);
        writer.WriteString("trace_id", Activity.Current?.TraceId.ToString() ?? http.TraceIdentifier);
        writer.WriteEndObject();
    }
}
