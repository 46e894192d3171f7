using System.Text.Json.Nodes;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.OpenApi;

namespace IotPlatform.OpenApi;

/// <summary>Describes the problems that an endpoint can answer: by rule, since all endpoints share the code that refuses.</summary>
public static class Refusals
{
    private const string Problem = "Problem";
    private const string Limit = "limit";
    private const string Current = "current";

    private static readonly Dictionary<int, Refusal> All = new Refusal[]
    {
        new(400, "MalformedJson", "The body cannot be parsed.", "malformed_json", "The body is no valid JSON: line 1, byte 9."),
        new(401, "Unauthorized", "No API key, or one that is unknown, expired or revoked.", "unauthorized",
            "Send your API key in the header X-API-Key or as Authorization: Bearer.", Headers.Challenge),
        new(403, "Forbidden", "The API key may not do this, the account is suspended, or its plan allows no more devices.", "forbidden", "This API key lacks the permission 'write'."),
        new(404, "NotFound", "There is no such thing, or it is another customer's.", "not_found", "There is no device 'pump-1'."),
        new(409, "Conflict", "A duplicate, something in use, a step that the state does not allow, or a lost race: the code says which.",
            "conflict", "Another change came first. Read the resource again and repeat the request."),
        new(412, "PreconditionFailed", "The resource has another version than If-Match names.", "conflict",
            "The resource has another version than If-Match names. Read it again and repeat the request with its new ETag."),
        new(413, "PayloadTooLarge", "The body is larger than 1 MiB, or 128 KiB of telemetry.", "payload_too_large", "The body is larger than 1 MiB."),
        new(415, "UnsupportedMediaType", "The body is not declared as JSON.", "unsupported_media_type",
            "The body must be JSON: send it with Content-Type: application/json."),
        new(422, "Invalid", "Members of the body or query parameters are invalid; all of them are named.", "validation_failed",
            "name: must have 1 to 100 characters."),
        new(429, "RateLimited", "The API key makes too many requests.", "rate_limited", "Too many requests. Try again in 2 s.", Headers.RetryAfter),
        new(500, "Failed", "The platform failed; the trace id leads to the cause in its log.", "internal",
            "The platform failed to answer. The trace id leads to the cause in its log."),
        new(503, "Unavailable", "The database cannot be reached at the moment.", "internal", "The database cannot be reached. Try again in a moment.",
            Headers.RetryAfter),
    }.ToDictionary(refusal => refusal.Status);

    /// <summary>The statuses of the problems that the endpoint can answer, with the component that describes each.</summary>
    public static IEnumerable<(string Status, IOpenApiResponse Response)> Of(EndpointFacts endpoint, OpenApiDocument document) =>
        Statuses(endpoint).Order()
            .Select(status => ($"{status}", (IOpenApiResponse)new OpenApiResponseReference(All[status].Name, document)));

    /// <summary>Adds the problem's schema and a component for each status.</summary>
    public static void AddTo(OpenApiDocument document)
    {
        document.Components!.Schemas![Problem] = Schema();
        foreach (var refusal in All.Values)
        {
            document.Components.Examples![refusal.Name] = new OpenApiExample { Summary = refusal.Description, Value = Example(refusal) };
            document.Components.Responses![refusal.Name] = new OpenApiResponse
            {
                Description = refusal.Description,
                Headers = Headers.Of(document, refusal.Headers),
                Content = Content.Of("application/problem+json", Problem, refusal.Name, document),
            };
        }
    }

    private static IEnumerable<int> Statuses(EndpointFacts endpoint)
    {
        var hasId = endpoint.PathParameters.Count > 0;
        // Every POST takes an Idempotency-Key, and is read whole where there is one.
        var isPost = endpoint.Verb == "POST";
        var hasBody = endpoint.Request is not null || endpoint.Payload is not null;
        // A deactivated device takes no payload.
        var hasState = endpoint.DependsOnState || endpoint.Payload is not null;
        var isChecked = isPost || endpoint.Request is not null || endpoint.List is not null || endpoint.Query.Count > 0;
        return
        [
            401, 403, 429, 500, 503,
            .. Where(hasId, 404), .. Where(hasState, 409), .. Where(endpoint.Changes && hasId, 412),
            .. Where(hasBody, 400, 415), .. Where(isPost || hasBody, 413), .. Where(isChecked, 422),
        ];
    }

    private static int[] Where(bool applies, params int[] statuses) => applies ? statuses : [];

    private static OpenApiSchema Schema()
    {
        var fault = Schemas.ObjectOf("Fault", ("field", Schemas.Text()), ("message", Schemas.Text()));
        var problem = Schemas.ObjectOf(
            Problem, ("type", Schemas.Text()), ("title", Schemas.Text()), ("status", Schemas.Whole(400, 599)), ("detail", Schemas.Text()),
            ("instance", Schemas.Text()), ("code", Schemas.Words(ProblemCodes)),
            ("errors", Schemas.ArrayOf(fault)), ("trace_id", Schemas.Text()),
            (Limit, Schemas.Whole(0)), (Current, Schemas.Whole(0)));
        // Members of device_limit_reached alone.
        problem.Required!.ExceptWith([Limit, Current]);
        problem.Description = "Why a request was refused, as RFC 9457 has it.";
        return problem;
    }

    private static IReadOnlyList<string> ProblemCodes =>
    [
        "unauthorized", "forbidden", "not_found", "validation_failed", "malformed_json", "unsupported_media_type", "duplicate", "in_use",
        "invalid_state", "conflict", "device_limit_reached", "rate_limited", "payload_too_large", "internal",
    ];

    private static JsonObject Example(Refusal refusal) => new()
    {
        ["type"] = "about:blank",
        ["title"] = ReasonPhrases.GetReasonPhrase(refusal.Status),
        ["status"] = refusal.Status,
        ["detail"] = refusal.Detail,
        ["instance"] = "/v1/iot/devices/pump-1",
        ["code"] = refusal.Code,
        ["errors"] = refusal.Status == 422 ? new JsonArray(new JsonObject { ["field"] = "name", ["message"] = "must have 1 to 100 characters" }) : [],
        ["trace_id"] = "4bf92f3577b34da6a3ce929d0e0e4736",
    };

    private sealed record Refusal(int Status, string Name, string Description, string Code, string Detail, params string[] Headers);
}
