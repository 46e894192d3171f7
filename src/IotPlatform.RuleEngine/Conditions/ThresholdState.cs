using System.Text.Json.Serialization;
using IotPlatform.RuleEngine.Json;
using NodaTime;

namespace IotPlatform.RuleEngine.Conditions;

/// <summary>What a threshold remembers.</summary>
/// <param name="LastAt">Event time of the last evaluated sample.</param>
/// <param name="LastValue">Value of the last evaluated sample.</param>
/// <param name="Breaching">The breaching samples in a row; while met, all of them since the first.</param>
/// <param name="Clearing">The clearing samples in a row while not clear, and the ones that cleared until the next sample.</param>
public sealed record ThresholdState(
    ThresholdPhase Phase,
    [property: JsonConverter(typeof(InstantConverter))] Instant LastAt,
    Scalar LastValue,
    Streak? Breaching,
    Streak? Clearing) : ConditionState
{
    [JsonIgnore]
    public override bool IsMet => Phase is ThresholdPhase.Met;
}

/// <summary>Where a threshold stands.</summary>
[JsonConverter(typeof(SnakeCaseEnumConverter<ThresholdPhase>))]
public enum ThresholdPhase
{
    /// <summary>Neither met nor cleared since the state began: an alarm from before may yet be cleared.</summary>
    Undecided,
    Clear,
    Met,
}
