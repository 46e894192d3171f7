using Microsoft.OpenApi;

namespace IotPlatform.OpenApi;

/// <summary>Which schemas are referred to.</summary>
public static class References
{
    /// <summary>By whatever part of the document.</summary>
    public static IReadOnlySet<string> In(OpenApiDocument document)
    {
        var found = new Visitor();
        new OpenApiWalker(found).Walk(document);
        return found.Schemas;
    }

    /// <summary>By the body of a request or of an answer.</summary>
    public static IReadOnlySet<string> InBodies(OpenApiDocument document) => document.Paths
        .SelectMany(path => path.Value.Operations!.Values)
        .SelectMany(operation => operation.Responses!.Values.OfType<OpenApiResponse>().Select(response => response.Content)
            .Append(operation.RequestBody?.Content))
        .SelectMany(content => content?.Values ?? []).Select(media => media.Schema).OfType<OpenApiSchemaReference>()
        .Select(schema => schema.Reference.Id!).ToHashSet();

    private sealed class Visitor : OpenApiVisitorBase
    {
        public HashSet<string> Schemas { get; } = [];

        public override void Visit(IOpenApiReferenceHolder referenceHolder)
        {
            if (referenceHolder is OpenApiSchemaReference { Reference.Id: { } id }) Schemas.Add(id);
        }
    }
}
