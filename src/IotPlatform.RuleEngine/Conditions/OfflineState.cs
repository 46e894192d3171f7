using System.Text.Json.Serialization;
using IotPlatform.RuleEngine.Json;
using NodaTime;

namespace IotPlatform.RuleEngine.Conditions;

/// <summary>What offline remembers.</summary>
/// <param name="Epoch">The device's last session; 0 if it never had one.</param>
/// <param name="IsConnected">Whether that session is open.</param>
/// <param name="EndedAt">When the last session that is over ended; while connected, the one before.</param>
/// <param name="Position">Where that was told in the connection log; 0 if it was before the watch began.</param>
/// <param name="HeldUntil">Before this the device isn't met: before the watch began, or while devices come back after an outage.</param>
public sealed record OfflineState(
    Phase Phase,
    long Epoch = 0,
    bool IsConnected = false,
    [property: JsonConverter(typeof(InstantConverter))] Instant? EndedAt = null,
    long Position = 0,
    [property: JsonConverter(typeof(InstantConverter))] Instant? HeldUntil = null) : ConditionState
{
    [JsonIgnore]
    public override bool IsMet => Phase is Phase.Met;
}
