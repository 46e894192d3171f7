using System.Text.Json;
using System.Text.Json.Serialization;

namespace IotPlatform.RuleEngine.Json;

/// <summary>Enums by name, so that a snapshot outlives a reordering of their members.</summary>
public sealed class SnakeCaseEnumConverter<T>() : JsonStringEnumConverter<T>(JsonNamingPolicy.SnakeCaseLower) where T : struct, Enum;
