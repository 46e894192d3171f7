using System.Text.Json.Serialization;
using IotPlatform.RuleEngine.Json;
using NodaTime;

namespace IotPlatform.RuleEngine.Conditions;

/// <summary>The window that held too many messages, or too few; that of a resolution held enough and no more.</summary>
/// <param name="WindowStart">The window is open here: a message of this very moment has left it.</param>
/// <param name="Count">How many it held; of those beyond the upper limit, only the first is counted.</param>
/// <param name="Limit">The limit at issue.</param>
/// <param name="FirstAt">Receipt of the first that was counted.</param>
/// <param name="LastAt">Receipt of the last.</param>
public sealed record MessageRateEvidence(
    double WindowSeconds,
    [property: JsonConverter(typeof(InstantConverter))] Instant WindowStart,
    [property: JsonConverter(typeof(InstantConverter))] Instant WindowEnd,
    int Count,
    EvidenceLimit Limit,
    [property: JsonConverter(typeof(InstantConverter))] Instant? FirstAt = null,
    [property: JsonConverter(typeof(InstantConverter))] Instant? LastAt = null) : Evidence;

/// <summary>The one of a rule's limits that its evidence is about.</summary>
public sealed record EvidenceLimit(int? Max = null, int? Min = null);
