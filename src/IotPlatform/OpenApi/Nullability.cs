using Microsoft.OpenApi;

namespace IotPlatform.OpenApi;

/// <summary>Null as a value. In OpenAPI 3.0 a closed set of words does not contain it by itself.</summary>
public static class Nullability
{
    public static void Allow(OpenApiSchema schema)
    {
        schema.Type |= JsonSchemaType.Null;
        if (schema.Enum is { Count: > 0 } words && !words.Any(JsonNullSentinel.IsJsonNullSentinel)) words.Add(JsonNullSentinel.JsonNull);
    }

    /// <summary>The schema itself, or null. Beside a reference OpenAPI 3.0 reads nothing, so that null could not be allowed.</summary>
    public static OpenApiSchema Inline(IOpenApiSchema referred)
    {
        var schema = (OpenApiSchema)referred.CreateShallowCopy();
        Allow(schema);
        return schema;
    }

    public static bool Allows(IOpenApiSchema schema) => schema.Type is { } type && type.HasFlag(JsonSchemaType.Null);
}
