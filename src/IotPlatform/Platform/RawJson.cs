using System.Text.Json;
using System.Text.Json.Serialization;

namespace IotPlatform.Platform;

/// <summary>JSON that comes back character for character as it was sent, which a jsonb column cannot promise.</summary>
public readonly record struct RawJson(string Text)
{
    /// <summary>The text of <paramref name="element"/> as it was sent.</summary>
    public static RawJson Of(JsonElement element) => new(element.GetRawText());

    /// <summary>The parsed value.</summary>
    public JsonElement Parse() => JsonElement.Parse(Text);

    /// <summary>Writes the JSON itself, for clients.</summary>
    public static JsonConverter<RawJson> AsJson { get; } = new JsonForm();

    /// <summary>Writes a string that holds the JSON, for the store.</summary>
    public static JsonConverter<RawJson> AsText { get; } = new TextForm();

    private sealed class JsonForm : JsonConverter<RawJson>
    {
        public override RawJson Read(ref Utf8JsonReader reader, Type type, JsonSerializerOptions options) =>
            Of(JsonElement.ParseValue(ref reader));

        public override void Write(Utf8JsonWriter writer, RawJson value, JsonSerializerOptions options) =>
            writer.WriteRawValue(value.Text, skipInputValidation: true);
    }

    private sealed class TextForm : JsonConverter<RawJson>
    {
        public override RawJson Read(ref Utf8JsonReader reader, Type type, JsonSerializerOptions options) => new(reader.GetString()!);

        public override void Write(Utf8JsonWriter writer, RawJson value, JsonSerializerOptions options) =>
            writer.WriteStringValue(value.Text);
    }
}
