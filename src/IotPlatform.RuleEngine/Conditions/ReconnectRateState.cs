using System.Text.Json.Serialization;
using IotPlatform.RuleEngine.Json;
using NodaTime;

namespace IotPlatform.RuleEngine.Conditions;

/// <summary>What a reconnect rate remembers.</summary>
/// <param name="CountedSince">The first session that was counted.</param>
/// <param name="Newest">The newest sessions in the window, as many as it takes to be met.</param>
/// <param name="Epoch">The last session.</param>
/// <param name="Position">Where the last session's beginning stands in the connection log.</param>
/// <param name="IsExcused">Whether the next session is owed to an outage of the platform.</param>
public sealed record ReconnectRateState(
    Phase Phase,
    [property: JsonConverter(typeof(InstantConverter))] Instant CountedSince,
    Times Newest,
    long Epoch,
    long Position,
    bool IsExcused = false) : ConditionState
{
    [JsonIgnore]
    public override bool IsMet => Phase is Phase.Met;
}
