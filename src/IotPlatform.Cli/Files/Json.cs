using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace IotPlatform.Cli.Files;

/// <summary>Reads and writes what is JSON in a file.</summary>
public static class Json
{
    private static readonly JsonSerializerOptions Compact = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    private static readonly JsonSerializerOptions Indented = new(Compact) { WriteIndented = true };
    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false };

    /// <summary>The value on one line.</summary>
    public static string Text(JsonNode? value) => value?.ToJsonString(Compact) ?? "null";

    /// <summary>The text as a JSON string.</summary>
    public static string Text(string text) => JsonSerializer.Serialize(text, Compact);

    /// <summary>The value on many lines, for people.</summary>
    public static string Pretty(JsonNode? value) => value?.ToJsonString(Indented) ?? "null";

    /// <summary>The value of a text; a member that stands twice is a fault.</summary>
    /// <exception cref="JsonException">The text is no JSON.</exception>
    public static JsonNode? Parse(string text) => JsonNode.Parse(text, null, Strict);

    /// <summary>Whether both are the same value; the order of members does not matter, and 1.0 is 1.</summary>
    public static bool AreEqual(JsonNode? one, JsonNode? other) => JsonNode.DeepEquals(one, other);
}
