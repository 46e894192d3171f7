using System.Numerics;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;
using NJsonSchema;
using NJsonSchema.Validation;
using NSwag;

namespace IotPlatform.IntegrationTests.OpenApi;

/// <summary>Validates bodies against the schemas of the description.</summary>
public static class StrictSchemas
{
    private static readonly Lazy<Task<OpenApiDocument>> Lenient = new(ReadLenientlyAsync);
    private static readonly Lazy<Task<OpenApiDocument>> Strict = new(ReadStrictlyAsync);
    private static readonly JsonSchemaValidator Validator = new();

    /// <summary>What is wrong with an answer, where a member that its schema lacks is wrong too.</summary>
    public static async Task<IReadOnlyList<string>> FaultsOfAnswer(string schema, string json) => Faults(await Strict.Value, schema, json);

    /// <summary>What is wrong with a request; unknown members are ignored.</summary>
    public static async Task<IReadOnlyList<string>> FaultsOfRequest(string schema, string json) =>
        Faults(await Lenient.Value, schema, json);

    private static List<string> Faults(OpenApiDocument document, string schema, string json) =>
        [.. Validator.Validate(Parse(json), document.Components.Schemas[schema], SchemaType.OpenApi3).Select(fault => fault.ToString())];

    // Of integers beyond 64 bits, which JSON allows, the validator makes an exception rather than a fault.
    private static JToken Parse(string json)
    {
        using var reader = new JsonTextReader(new StringReader(json)) { DateParseHandling = DateParseHandling.None };
        var token = JToken.ReadFrom(reader);
        IEnumerable<JToken> all = token is JContainer container ? container.DescendantsAndSelf() : [token];
        foreach (var number in all.OfType<JValue>().Where(value => value.Value is BigInteger)) number.Value = (double)(BigInteger)number.Value!;
        return token;
    }

    // A deprecated member stands in for a required one.
    private static async Task<OpenApiDocument> ReadLenientlyAsync()
    {
        var document = await OpenApiDocument.FromJsonAsync(CommittedDocument.Text);
        foreach (var schema in document.Components.Schemas.Values.Where(schema => schema.Properties.Values.Any(member => member.IsDeprecated)))
            schema.RequiredProperties.Clear();
        return document;
    }

    private static async Task<OpenApiDocument> ReadStrictlyAsync()
    {
        var document = await OpenApiDocument.FromJsonAsync(CommittedDocument.Text);
        foreach (var schema in document.Components.Schemas.Values) Close(schema);
        return document;
    }

    private static void Close(JsonSchema schema)
    {
        if (schema.HasReference) return;
        if (schema.Properties.Count > 0) schema.AllowAdditionalProperties = false;
        foreach (var inner in schema.Properties.Values) Close(inner);
        if (schema.Item is { } item) Close(item);
    }
}
