using IotPlatform.Platform;
using Microsoft.OpenApi;
using Swashbuckle.AspNetCore.SwaggerGen;

namespace IotPlatform.OpenApi;

/// <summary>Describes what an endpoint answers when all goes well.</summary>
public static class Successes
{
    /// <summary>The one success that the endpoint has.</summary>
    public static (string Status, OpenApiResponse Response) Of(EndpointFacts endpoint, OperationFilterContext context)
    {
        if (endpoint.Verb == "DELETE") return ("204", new() { Description = "Done.", Headers = Headers.Of(context.Document) });
        var schema = SchemaOf(endpoint, context);
        var response = new OpenApiResponse
        {
            Description = endpoint.Creates ? "Created." : "Done.",
            Headers = Headers.Of(context.Document, HeadersOf(endpoint)),
            Content = Content.Json(schema, context.Document),
        };
        if (endpoint.Instead is { } instead) response.Content[instead.MediaType] = Content.Text(instead.Example);
        return (endpoint.Creates ? "201" : "200", response);
    }

    private static List<string> HeadersOf(EndpointFacts endpoint)
    {
        var headers = new List<string>();
        if (endpoint.HasVersion) headers.Add(Headers.ETag);
        if (endpoint.Creates) headers.Add(Headers.Location);
        if (endpoint.Instead is { } instead) headers.Add(instead.Header);
        if (endpoint.Verb == "POST") headers.Add(Headers.Replayed);
        return headers;
    }

    private static string SchemaOf(EndpointFacts endpoint, OperationFilterContext context)
    {
        var type = endpoint.Answers?.Body ?? endpoint.Resource
            ?? throw new InvalidOperationException($"{endpoint.Path}: say with [Answers] what it answers.");
        var schema = IdOf(type, context);
        if (endpoint.List is { } list) return List(list, schema, context);
        return endpoint.Answers is { More: [var more] } ? Extended(schema, IdOf(more, context), context) : schema;
    }

    private static string IdOf(Type type, OperationFilterContext context) =>
        ((OpenApiSchemaReference)context.SchemaGenerator.GenerateSchema(type, context.SchemaRepository)).Reference.Id!;

    private static string List(ListDefinition list, string item, OperationFilterContext context)
    {
        var items = Schemas.ArrayOf(new OpenApiSchemaReference(item, context.Document));
        items.Description = $"The {list.Name} of the page.";
        var page = Schemas.ObjectOf(
            "List", (list.Name, items),
            ("total", Schemas.Whole(0)), ("page", Schemas.Whole(1)), ("page_size", Schemas.Whole(1, 100)));
        page.Description = $"A page of {list.Name}, and how many there are in all.";
        return Add($"{item}List", page, context);
    }

    private static string Extended(string schema, string more, OperationFilterContext context)
    {
        var (all, further) = (context.SchemaRepository.Schemas, context.SchemaRepository.Schemas[more]);
        var extended = (OpenApiSchema)all[schema].CreateShallowCopy();
        extended.Properties = all[schema].Properties!.Concat(further.Properties!).ToDictionary();
        extended.Required = all[schema].Required!.Concat(further.Required!).ToHashSet();
        extended.Description = further.Description;
        return Add($"{schema}With{more}", extended, context);
    }

    private static string Add(string id, OpenApiSchema schema, OperationFilterContext context)
    {
        context.SchemaRepository.Schemas.TryAdd(id, schema);
        return id;
    }
}
