using System.Text.Json;
using IotPlatform.RuleEngine.Json;

namespace IotPlatform.RuleEngine;

/// <summary>
/// What made a rule fire or clear, for the alarm's <c>details</c>. A closed family: one kind for each kind of condition, beside it in
/// <c>Conditions/</c>.
/// </summary>
public abstract record Evidence
{
    private static readonly JsonSerializerOptions Strict =
        new(EngineJson.Options) { RespectRequiredConstructorParameters = true, RespectNullableAnnotations = true };

    private protected Evidence() { }

    /// <summary>As a JSON object, snake_case.</summary>
    public JsonElement ToJson() => JsonSerializer.SerializeToElement(this, GetType(), EngineJson.Options);

    /// <summary>Reads what <see cref="ToJson"/> wrote; further members are ignored. Null when it is not that.</summary>
    public static T? FromJson<T>(JsonElement json) where T : Evidence
    {
        try
        {
            return json.Deserialize<T>(Strict);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
