using Microsoft.OpenApi;

namespace IotPlatform.OpenApi;

/// <summary>Bodies by their component, with the example of the same name.</summary>
public static class Content
{
    public static Dictionary<string, IOpenApiMediaType> Json(string schema, OpenApiDocument document) =>
        Of("application/json", schema, schema, document);

    public static Dictionary<string, IOpenApiMediaType> Of(
        string mediaType, string schema, string example, OpenApiDocument document) => new()
        {
            [mediaType] = new OpenApiMediaType
            {
                Schema = new OpenApiSchemaReference(schema, document),
                Examples = new Dictionary<string, IOpenApiExample> { ["example"] = new OpenApiExampleReference(example, document) },
            },
        };

    /// <summary>Text that is no JSON.</summary>
    public static OpenApiMediaType Text(string example) => new()
    {
        Schema = Schemas.Text(),
        Examples = new Dictionary<string, IOpenApiExample> { ["example"] = new OpenApiExample { Value = example } },
    };
}
