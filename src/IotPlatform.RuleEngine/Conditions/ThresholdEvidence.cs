using System.Text.Json.Serialization;
using IotPlatform.RuleEngine.Json;
using NodaTime;

namespace IotPlatform.RuleEngine.Conditions;

/// <summary>The run of samples that made a threshold fire or clear.</summary>
/// <param name="Samples">The first sample of the run and the last twenty, in order.</param>
/// <param name="SampleCount">How many samples the run has in all.</param>
/// <param name="HeldSince">The first sample's time.</param>
/// <param name="HeldForSeconds">From then until the verdict.</param>
/// <param name="Unit">What the values were measured in, as far as it was said then.</param>
public sealed record ThresholdEvidence(
    IReadOnlyList<EvidenceSample> Samples,
    int SampleCount,
    [property: JsonConverter(typeof(InstantConverter))] Instant HeldSince,
    double HeldForSeconds,
    string? Unit = null) : Evidence;

/// <summary>A sample as evidence.</summary>
/// <param name="Timestamp">Its event time.</param>
/// <param name="Position">Where it stands in the telemetry log.</param>
public sealed record EvidenceSample(
    string Key, Scalar Value, [property: JsonConverter(typeof(InstantConverter))] Instant Timestamp, long Position);
