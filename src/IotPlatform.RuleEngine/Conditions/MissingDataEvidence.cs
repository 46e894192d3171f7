using System.Text.Json.Serialization;
using IotPlatform.RuleEngine.Json;
using NodaTime;

namespace IotPlatform.RuleEngine.Conditions;

/// <summary>A silence, up to the verdict; that of a resolution is the one that ended.</summary>
/// <param name="SilentSince">The receipt of the last data before it, or from when on silence counted if that is later.</param>
/// <param name="LastPosition">Where the last data stands in the telemetry log; 0 if there was none.</param>
/// <param name="TimeoutSeconds">How long it might last; null if the rule no longer says so.</param>
/// <param name="Key">The datapoint that was missed; null for any telemetry.</param>
public sealed record MissingDataEvidence(
    [property: JsonConverter(typeof(InstantConverter))] Instant SilentSince,
    double SilentForSeconds,
    long LastPosition,
    double? TimeoutSeconds = null,
    string? Key = null) : Evidence;
