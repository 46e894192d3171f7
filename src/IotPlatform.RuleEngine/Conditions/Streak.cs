using System.Text.Json.Serialization;
using IotPlatform.RuleEngine.Json;
using NodaTime;

namespace IotPlatform.RuleEngine.Conditions;

/// <summary>A sample that a streak remembers, at its event time.</summary>
public sealed record Sample(Scalar Value, [property: JsonConverter(typeof(InstantConverter))] Instant At, long Position);

/// <summary>Samples in a row that all mean the same: the first, how many, and the last few, which are never none.</summary>
public sealed record Streak(Sample First, int Count, IReadOnlyList<Sample> Recent)
{
    /// <summary>How many of the last samples are kept as evidence.</summary>
    public const int Kept = 20;

    [JsonIgnore]
    public Sample Last => Recent[^1];

    internal static Streak Extend(Streak? streak, Sample sample) => streak is null
        ? new Streak(sample, 1, [sample])
        : new Streak(streak.First, streak.Count + 1, Tail.Append(streak.Recent, sample, Kept));

    [JsonIgnore]
    internal Duration Length => Last.At - First.At;

    internal ThresholdEvidence ToEvidence(string key, Instant at, string? unit)
    {
        IEnumerable<Sample> samples = Count > Recent.Count ? Recent.Prepend(First) : Recent;
        return new ThresholdEvidence(
            [.. samples.Select(sample => new EvidenceSample(key, sample.Value, sample.At, sample.Position))],
            Count, First.At, (at - First.At).TotalSeconds, unit);
    }
}
