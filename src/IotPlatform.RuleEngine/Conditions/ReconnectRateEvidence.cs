using System.Text.Json.Serialization;
using IotPlatform.RuleEngine.Json;
using NodaTime;

namespace IotPlatform.RuleEngine.Conditions;

/// <summary>The window that held too many sessions; that of a resolution held no more than it may.</summary>
/// <param name="WindowStart">The window is open here: a session of this very moment has left it.</param>
/// <param name="Connects">How many sessions began in it; of those beyond the limit, only the first is counted.</param>
/// <param name="Reconnects">All of them but the first.</param>
/// <param name="Sessions">The last twenty, in order.</param>
public sealed record ReconnectRateEvidence(
    double WindowSeconds,
    [property: JsonConverter(typeof(InstantConverter))] Instant WindowStart,
    [property: JsonConverter(typeof(InstantConverter))] Instant WindowEnd,
    int Connects,
    int Reconnects,
    int MaxReconnects,
    IReadOnlyList<EvidenceSession> Sessions) : Evidence
{
    /// <summary>How many sessions are named.</summary>
    public const int Kept = 20;
}

/// <summary>A session as evidence.</summary>
public sealed record EvidenceSession([property: JsonConverter(typeof(InstantConverter))] Instant ConnectedAt);
