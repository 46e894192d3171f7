using System.Text.Json.Serialization;
using IotPlatform.RuleEngine.Json;
using NodaTime;

namespace IotPlatform.RuleEngine.Conditions;

/// <summary>What a message rate remembers.</summary>
/// <param name="MetBy">The limit that was passed last.</param>
/// <param name="CountedSince">From when on messages count: the watch's beginning, or the first contact if that is later.</param>
/// <param name="Newest">For the upper limit: the newest receipts in the window, one more than it allows.</param>
/// <param name="NewestForMin">For the lower limit: the newest receipts in the window, as many as it asks for.</param>
/// <param name="Position">Where the last message stands in the telemetry log; 0 before any.</param>
/// <param name="HeldUntil">Until when devices may take to be heard again after an outage of the platform.</param>
public sealed record MessageRateState(
    Phase Phase,
    MessageLimit? MetBy = null,
    [property: JsonConverter(typeof(InstantConverter))] Instant? CountedSince = null,
    Times? Newest = null,
    Times? NewestForMin = null,
    long Position = 0,
    [property: JsonConverter(typeof(InstantConverter))] Instant? HeldUntil = null) : ConditionState
{
    [JsonIgnore]
    public override bool IsMet => Phase is Phase.Met;
}

/// <summary>Which way a rate can be wrong.</summary>
[JsonConverter(typeof(SnakeCaseEnumConverter<MessageLimit>))]
public enum MessageLimit
{
    Max,
    Min,
}
