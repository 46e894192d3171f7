using Microsoft.OpenApi;
using Swashbuckle.AspNetCore.SwaggerGen;

namespace IotPlatform.OpenApi;

/// <summary>Adds what operations share, and an example for every body.</summary>
public sealed class DocumentParts : IDocumentFilter
{
    /// <inheritdoc/>
    public void Apply(OpenApiDocument swaggerDoc, DocumentFilterContext context)
    {
        var components = swaggerDoc.Components!;
        components.Parameters = Parameters.Shared;
        components.Headers = Headers.All;
        components.Responses = new Dictionary<string, IOpenApiResponse>();
        components.Examples = new Dictionary<string, IOpenApiExample>();
        var used = References.In(swaggerDoc);
        foreach (var unused in components.Schemas!.Keys.Except(used).ToList()) components.Schemas.Remove(unused);
        foreach (var name in components.Schemas.Keys.Intersect(References.InBodies(swaggerDoc)).Order(StringComparer.Ordinal))
            components.Examples[name] = new OpenApiExample { Value = Examples.Of(name, components.Schemas) };
        Refusals.AddTo(swaggerDoc);
        swaggerDoc.Tags = Tags(swaggerDoc).ToHashSet();
    }

    private static IEnumerable<OpenApiTag> Tags(OpenApiDocument document) => document.Paths
        .SelectMany(path => path.Value.Operations!.Values).SelectMany(operation => operation.Tags!).Select(tag => tag.Reference.Id!)
        .Distinct().Order(StringComparer.Ordinal).Select(tag => new OpenApiTag { Name = tag, Description = Summaries.OfSlice(tag) });
}
