using System.Text.Json.Nodes;
using Microsoft.OpenApi;

namespace IotPlatform.OpenApi;

/// <summary>Composes the example of a body from the sample values of its members, so that none is ever left out.</summary>
public static class Examples
{
    // What stands for a name where the customer chooses the names.
    private const string AnyName = "temperature";

    /// <summary>An example of the schema of this name.</summary>
    public static JsonNode? Of(string name, IDictionary<string, IOpenApiSchema> schemas) => Value(name, name, schemas[name], schemas);

    private static JsonNode? Value(string owner, string name, IOpenApiSchema schema, IDictionary<string, IOpenApiSchema> schemas)
    {
        if (schema is OpenApiSchemaReference { Reference.Id: { } id }) return Value(id, name, schemas[id], schemas);
        if (schema.Properties is { Count: > 0 } members)
            return new JsonObject(members.Where(member => !member.Value.Deprecated)
                .Select(member => KeyValuePair.Create(member.Key, Value(owner, member.Key, member.Value, schemas))));
        if (IsObject(schema.Items)) return new JsonArray(Value(owner, name, schema.Items!, schemas));
        if (IsObject(schema.AdditionalProperties))
            return new JsonObject { [AnyName] = Value(owner, name, schema.AdditionalProperties!, schemas) };
        return Glossary.TrySample(owner, name, out var sample) && Fits(sample, schema) ? sample : OfType(schema);
    }

    private static bool Fits(JsonNode? sample, IOpenApiSchema schema) => sample is null
        ? Nullability.Allows(schema)
        : schema.Enum is not { Count: > 0 } words || words.Any(word => JsonNode.DeepEquals(word, sample));

    private static bool IsObject(IOpenApiSchema? schema) => schema is OpenApiSchemaReference or { Properties.Count: > 0 };

    private static JsonNode OfType(IOpenApiSchema schema) => schema.Enum is [var word, ..] ? word.DeepClone() : (schema.Type & ~JsonSchemaType.Null) switch
    {
        JsonSchemaType.Integer or JsonSchemaType.Number => 1,
        JsonSchemaType.Boolean => true,
        JsonSchemaType.Array => new JsonArray(),
        JsonSchemaType.Object => new JsonObject(),
        _ when schema.Format == "date-time" => "2026-01-31T12:00:00Z",
        _ when schema.Format == "uuid" => "019b76da-a800-7000-8000-000000000001",
        _ => "text",
    };
}
