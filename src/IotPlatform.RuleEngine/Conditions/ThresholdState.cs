using System.Text.Json.Serialization;
using IotPlatform.RuleEngine.Json;
using NodaTime;

namespace IotPlatform.RuleEngine.Conditions;

/// <summary>What a threshold remembers.</summary>
/// <param name="LastAt">Event time of the last evaluated sample.</param>
/// <param name="LastValue">Value of the last evaluated sample.</param>
/// <param name="Breaching">The breaching samples in a row; while met, all of them since the first.</param>
/// <param name="Clearing">The clearing samples in a row while not clear, and the ones that cleared until the next sample.</param>
/// <param name="HeldUntil">Until when a device may take, after an outage of the platform, to send what it could not.</param>
public sealed record ThresholdState(
    Phase Phase,
    [property: JsonConverter(typeof(InstantConverter))] Instant LastAt,
    Scalar LastValue,
    Streak? Breaching,
    Streak? Clearing,
    [property: JsonConverter(typeof(InstantConverter))] Instant? HeldUntil = null) : ConditionState
{
    [JsonIgnore]
    public override bool IsMet => Phase is Phase.Met;
}
