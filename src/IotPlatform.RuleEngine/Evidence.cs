using System.Text.Json;
using System.Text.Json.Serialization;
using IotPlatform.RuleEngine.Json;
using NodaTime;

namespace IotPlatform.RuleEngine;

/// <summary>What made a rule fire or clear, for the alarm's <c>details</c>.</summary>
/// <param name="Samples">The first sample of the run and the last twenty, in order.</param>
/// <param name="SampleCount">How many samples the run has in all.</param>
/// <param name="HeldSince">The first sample's time.</param>
/// <param name="HeldForSeconds">From then until the verdict.</param>
public sealed record Evidence(
    IReadOnlyList<EvidenceSample> Samples,
    int SampleCount,
    [property: JsonConverter(typeof(InstantConverter))] Instant HeldSince,
    double HeldForSeconds)
{
    /// <summary>As a JSON object, snake_case.</summary>
    public JsonElement ToJson() => JsonSerializer.SerializeToElement(this, EngineJson.Options);

    /// <summary>Reads what <see cref="ToJson"/> wrote; further members are ignored. Null when it is not that.</summary>
    public static Evidence? FromJson(JsonElement json)
    {
        try
        {
            return json.Deserialize<Evidence>(EngineJson.Options) is { Samples: not null } evidence ? evidence : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}

/// <summary>A sample as evidence.</summary>
/// <param name="Timestamp">Its event time.</param>
/// <param name="Position">Where it stands in the telemetry log.</param>
public sealed record EvidenceSample(
    string Key, Scalar Value, [property: JsonConverter(typeof(InstantConverter))] Instant Timestamp, long Position);
