using System.Text.Json;
using System.Text.Json.Serialization;

namespace IotPlatform.RuleEngine.Json;

/// <summary>A scalar is the bare JSON number, string or boolean.</summary>
public sealed class ScalarConverter : JsonConverter<Scalar>
{
    public override Scalar Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        using var json = JsonDocument.ParseValue(ref reader);
        return Scalar.TryRead(json.RootElement, out var scalar) ? scalar : throw new JsonException("Not a number, string or boolean.");
    }

    public override void Write(Utf8JsonWriter writer, Scalar value, JsonSerializerOptions options) => value.WriteTo(writer);
}
