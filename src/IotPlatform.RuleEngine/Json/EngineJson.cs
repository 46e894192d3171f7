using System.Text.Json;
using System.Text.Json.Serialization;

namespace IotPlatform.RuleEngine.Json;

/// <summary>
/// The JSON of the engine's values: snake_case, nulls left out. <see cref="RuleState"/> and <see cref="Evidence"/> bring their
/// converters along, so they round-trip with other options too.
/// </summary>
public static class EngineJson
{
    public static JsonSerializerOptions Options { get; } = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    };
}
