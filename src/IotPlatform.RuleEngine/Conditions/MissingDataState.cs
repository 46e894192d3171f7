using System.Text.Json.Serialization;
using IotPlatform.RuleEngine.Json;
using NodaTime;

namespace IotPlatform.RuleEngine.Conditions;

/// <summary>What missing data remembers.</summary>
/// <param name="SilentSince">The last data's receipt; later if the watch began or the platform came back after it.</param>
/// <param name="Position">Where the last data stands in the telemetry log; 0 before any.</param>
/// <param name="HeldUntil">Until when devices may take to be heard again after an outage of the platform.</param>
/// <param name="SilentBefore">Since when it had been silent that the last data cleared; there only until the next data.</param>
public sealed record MissingDataState(
    Phase Phase,
    [property: JsonConverter(typeof(InstantConverter))] Instant SilentSince,
    long Position = 0,
    [property: JsonConverter(typeof(InstantConverter))] Instant? HeldUntil = null,
    [property: JsonConverter(typeof(InstantConverter))] Instant? SilentBefore = null) : ConditionState
{
    [JsonIgnore]
    public override bool IsMet => Phase is Phase.Met;
}
