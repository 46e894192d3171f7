using IotPlatform.RuleEngine;
using IotPlatform.RuleEngine.Conditions;

namespace IotPlatform.Alarms;

/// <summary>A run of samples against the rule's threshold. Pure.</summary>
public static class SampleChart
{
    // Of what is no number nothing can be drawn, and the last ones say enough.
    private const int MostListed = 5;

    /// <summary>The lines: what was measured, its course with the threshold as a line, and from when to when.</summary>
    public static IReadOnlyList<string> Draw(ThresholdEvidence evidence, Threshold? rule)
    {
        var samples = evidence.Samples;
        List<double> values = [];
        foreach (var sample in samples)
            if (sample.Value.TryGetNumber(out var value)) values.Add(value);
        return
        [
            Caption(evidence),
            .. values.Count == samples.Count ? BarChart.Draw(values, Threshold(rule), evidence.SampleCount > samples.Count) : List(samples),
            EvidenceChart.Between(samples[0].Timestamp, samples[^1].Timestamp),
        ];
    }

    private static string Caption(ThresholdEvidence evidence)
    {
        var kept = evidence.SampleCount > evidence.Samples.Count ? $", the first and the last {evidence.Samples.Count - 1} drawn" : "";
        var count = evidence.SampleCount == 1 ? "1 sample" : $"{evidence.SampleCount} samples";
        var unit = string.IsNullOrEmpty(evidence.Unit) ? "" : $" in {TextLines.Cut(evidence.Unit, 10)}";
        return $"{TextLines.Cut(evidence.Samples[0].Key, 20)}{unit}: {count} in {EvidenceChart.Number(evidence.HeldForSeconds)} s{kept}";
    }

    private static (double Value, string Label)? Threshold(Threshold? rule) =>
        rule is not null && rule.Value.TryGetNumber(out var value) ? (value, $"{rule.Operator.Symbol()} {BarChart.Label(value)}") : null;

    private static IEnumerable<string> List(IReadOnlyList<EvidenceSample> samples) => samples.TakeLast(MostListed)
        .Select(sample => $"{Platform.Json.Format(sample.Timestamp)}  {TextLines.Cut(sample.Value.ToString(), 45)}");
}
