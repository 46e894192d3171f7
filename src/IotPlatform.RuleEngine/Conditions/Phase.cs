using System.Text.Json.Serialization;
using IotPlatform.RuleEngine.Json;

namespace IotPlatform.RuleEngine.Conditions;

/// <summary>Where a condition stands.</summary>
[JsonConverter(typeof(SnakeCaseEnumConverter<Phase>))]
public enum Phase
{
    /// <summary>Neither met nor cleared since the state began: an alarm from before may yet be cleared.</summary>
    Undecided,
    Clear,
    Met,
}
