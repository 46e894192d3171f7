using System.Text.Json;
using IotPlatform.Platform;
using Microsoft.OpenApi;
using NodaTime;

namespace IotPlatform.OpenApi;

/// <summary>Describes what is asked in the path, the query string and the headers.</summary>
public static class Parameters
{
    private const string IfMatch = "If-Match";
    private const string Idempotency = "Idempotency-Key";

    /// <summary>The headers of requests, to be referred to.</summary>
    public static Dictionary<string, IOpenApiParameter> Shared { get; } = new()
    {
        [Headers.RequestId] = Header(Headers.RequestId, "An id of the caller's own for the request; up to 128 printable ASCII characters."),
        [IfMatch] = Header(IfMatch, "Do it only if the resource still has this version: the ETag of an earlier answer, or *."),
        [Idempotency] = Header(
            Idempotency,
            "Sent again with the same request within 24 hours, the first answer is given again and nothing is done twice.",
            IdempotencyKey.MaxLength),
    };

    /// <summary>All parameters of the endpoint.</summary>
    public static IEnumerable<IOpenApiParameter> Of(EndpointFacts endpoint, OpenApiDocument document) =>
    [
        .. endpoint.PathParameters.Select(InPath),
        .. endpoint.List is { } list ? ListParameters.Of(list, endpoint.PathParameters) : [],
        .. endpoint.Query.Select(InQuery),
        .. SharedBy(endpoint).Select(name => new OpenApiParameterReference(name, document)),
    ];

    private static IEnumerable<string> SharedBy(EndpointFacts endpoint)
    {
        if (endpoint.Changes && endpoint.PathParameters.Count > 0) yield return IfMatch;
        if (endpoint.Verb == "POST") yield return Idempotency;
        yield return Headers.RequestId;
    }

    private static OpenApiParameter InPath(string name) => new()
    {
        Name = name,
        In = ParameterLocation.Path,
        Required = true,
        Description = Glossary.Meaning("path", name),
        Schema = Schemas.Text(),
        Example = Glossary.TrySample("path", name, out var sample) ? sample : null,
    };

    private static OpenApiParameter InQuery(QueryParameterAttribute parameter)
    {
        var schema = Schema(parameter);
        if (parameter.Default is { } standard) schema.Default = JsonSerializer.SerializeToNode(standard);
        return new()
        {
            Name = parameter.Name,
            In = ParameterLocation.Query,
            Description = Glossary.Meaning("query", parameter.Name),
            Schema = parameter.IsRepeatable ? Schemas.ArrayOf(schema) : schema,
        };
    }

    private static OpenApiSchema Schema(QueryParameterAttribute parameter) => parameter.Type switch
    {
        var type when type == typeof(int) => Schemas.Whole(parameter.Min, parameter.Max),
        var type when type == typeof(bool) => Schemas.Flag(),
        var type when type == typeof(Instant) => Schemas.Time(),
        var type when type == typeof(LocalDate) => Schemas.Date(),
        { IsEnum: true } type => Schemas.Words([.. Enum.GetNames(type).Select(JsonNamingPolicy.SnakeCaseLower.ConvertName)]),
        _ => Schemas.Words(parameter.Words),
    };

    private static OpenApiParameter Header(string name, string description, int? maxLength = null)
    {
        var schema = Schemas.Text();
        schema.MaxLength = maxLength;
        return new() { Name = name, In = ParameterLocation.Header, Description = description, Schema = schema };
    }
}
