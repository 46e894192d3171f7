using System.Text.Json.Serialization;
using IotPlatform.RuleEngine.Json;
using NodaTime;

namespace IotPlatform.RuleEngine.Conditions;

/// <summary>The time without a session, up to the verdict; that of a resolution is the one that ended.</summary>
/// <param name="SessionEpoch">The session that ended; in a resolution the one that began.</param>
/// <param name="Position">Where that was told in the connection log; 0 if it was before the rule was about the device.</param>
/// <param name="DisconnectedAt">When the last session ended; null in a resolution if none was known to have.</param>
public sealed record OfflineEvidence(
    long SessionEpoch,
    double OfflineForSeconds,
    double TimeoutSeconds,
    long Position,
    [property: JsonConverter(typeof(InstantConverter))] Instant? DisconnectedAt = null) : Evidence;
