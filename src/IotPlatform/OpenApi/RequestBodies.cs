using Microsoft.OpenApi;
using Swashbuckle.AspNetCore.SwaggerGen;

namespace IotPlatform.OpenApi;

/// <summary>Describes request bodies.</summary>
public static class RequestBodies
{
    /// <summary>The body that the endpoint reads, or null.</summary>
    public static OpenApiRequestBody? Of(EndpointFacts endpoint, OperationFilterContext context)
    {
        var schemas = context.SchemaRepository.Schemas;
        if (endpoint.Payload is { } payload)
        {
            schemas.TryAdd(payload, Payload(payload));
            return new() { Required = true, Content = Content.Json(payload, context.Document) };
        }
        if (endpoint.Request is not { } request) return null;
        Describe(request, context);
        return new()
        {
            Required = schemas[request.Name].Required is { Count: > 0 },
            Content = Content.Json(request.Name, context.Document),
        };
    }

    private static OpenApiSchema Payload(string name) => new()
    {
        OneOf = [Schemas.Free(), Schemas.ArrayOf(Schemas.Free())],
        Description = Glossary.Meaning("payload", name),
    };

    private static void Describe(Type request, OperationFilterContext context)
    {
        var schemas = context.SchemaRepository.Schemas;
        if (schemas.ContainsKey(request.Name)) return;
        var members = RequestMembers.Of(request);
        foreach (var nested in members.Select(member => member.Shape.Nested).OfType<Type>()) Describe(nested, context);
        schemas[request.Name] = new OpenApiSchema
        {
            Type = JsonSchemaType.Object,
            Description = Summaries.Of(request),
            Properties = members.ToDictionary(member => member.Shape.Name, IOpenApiSchema (member) => Property(request, member, context)),
            Required = members.Where(member => member.IsRequired).Select(member => member.Shape.Name).ToHashSet(),
        };
    }

    private static IOpenApiSchema Property(Type request, RequestMember member, OperationFilterContext context)
    {
        if (member.Shape.Nested is { } nested)
        {
            return member.IsNullable
                ? Nullability.Inline(context.SchemaRepository.Schemas[nested.Name])
                : new OpenApiSchemaReference(nested.Name, context.Document);
        }
        var schema = Schemas.Of(member.Shape);
        if (member.IsNullable) Nullability.Allow(schema);
        schema.Description = member.Shape switch
        {
            { AliasOf: { } name } => $"Stands in for {name}.",
            { IsImmutable: true } => "Cannot be changed: it may be left out, or sent as it is.",
            { Name: var name } => Glossary.Meaning(request.Name, name),
        };
        schema.Deprecated = member.Shape.AliasOf is not null;
        return schema;
    }
}
