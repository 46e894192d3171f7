using System.Text.Json;
using System.Text.Json.Nodes;

namespace IotPlatform.Cli.Telemetry;

/// <summary>The kinds of values that telemetry has.</summary>
public enum ScalarKind
{
    /// <summary>A number, with the digits that were sent.</summary>
    Number,

    /// <summary>True or false.</summary>
    Boolean,

    /// <summary>A text.</summary>
    Text,
}

/// <summary>One value of telemetry.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Text">A text as it is; numbers and booleans as JSON writes them.</param>
public readonly record struct Scalar(ScalarKind Kind, string Text)
{
    /// <summary>The value as JSON.</summary>
    public string Json => Kind is ScalarKind.Text ? Cli.Files.Json.Text(Text) : Text;

    /// <summary>
    /// The value as a cell of a table: a text stands as it is, in JSON's quotes only where it would else read as another value.
    /// </summary>
    public string Cell => Kind is ScalarKind.Text && (Text.Length == 0 || OfJson(Text) is not null) ? Json : Text;

    /// <summary>Reads a cell: what is no JSON is text.</summary>
    public static Scalar OfCell(string cell) => OfJson(cell) ?? new Scalar(ScalarKind.Text, cell);

    /// <summary>Reads JSON; null for what is no number, boolean or text.</summary>
    public static Scalar? OfJson(string json)
    {
        // Most texts say so with their first character, and need no exception.
        if (json.Length == 0 || (json[0] is not ('"' or '-' or 't' or 'f') && !char.IsAsciiDigit(json[0]))) return null;
        try
        {
            return Of(JsonElement.Parse(json));
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>Reads a value of the API; null for what is no number, boolean or text.</summary>
    public static Scalar? Of(JsonNode? node) =>
        node is JsonValue value && value.TryGetValue<JsonElement>(out var element) ? Of(element) : null;

    /// <inheritdoc cref="Of(JsonNode?)"/>
    public static Scalar? Of(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Number => new Scalar(ScalarKind.Number, value.GetRawText()),
        JsonValueKind.True => new Scalar(ScalarKind.Boolean, "true"),
        JsonValueKind.False => new Scalar(ScalarKind.Boolean, "false"),
        JsonValueKind.String => new Scalar(ScalarKind.Text, value.GetString()!),
        _ => null,
    };
}
