using System.Globalization;
using System.Text;
using System.Text.Json;
using NodaTime;

namespace IotPlatform.RuleEngine.Conditions;

public sealed partial record Threshold
{
    internal override Grounds Explain(ConditionState state, Instant at, string? unit)
    {
        var (streak, message) = (ThresholdState)state switch
        {
            { IsMet: true, Breaching: { } breach } => (breach, Describe(breach, Operator, Value, Duration, Consecutive, at, unit)),
            { Clearing: { } clear } => (clear,
                Describe(clear, Operator.Complement(), ClearValue ?? Value, ClearDuration, ClearConsecutive, at, unit)),
            _ => throw new InvalidOperationException("Only a met or just cleared threshold has something to explain."),
        };
        return new Grounds(at, streak.Last.Position, streak.ToEvidence(Field, at, unit), message);
    }

    internal override Reason Judge(JsonElement stored)
    {
        if (Evidence.FromJson<ThresholdEvidence>(stored) is not { } evidence)
            return Reason.ConditionNotMet;
        var samples = evidence.Samples;
        var isOneRun = samples.Count > 0
            && samples.All(sample => sample.Key == Field && Breaches(sample.Value))
            && samples.Zip(samples.Skip(1)).All(pair => pair.First.Timestamp <= pair.Second.Timestamp)
            && samples[0].Timestamp == evidence.HeldSince;
        var isCountBorneOut = samples.Count > Streak.Kept
            ? evidence.SampleCount >= samples.Count
            : evidence.SampleCount == samples.Count;
        if (!isOneRun || !isCountBorneOut)
            return Reason.ConditionNotMet;
        if (evidence.SampleCount < Consecutive)
            return Reason.ConsecutiveNotMet;
        return evidence.HeldForSeconds < Duration.TotalSeconds ? Reason.DurationNotMet : Reason.ConditionMet;
    }

    private string Describe(
        Streak streak, Comparison comparison, Scalar bound, Duration duration, int consecutive, Instant at, string? unit)
    {
        var text = new StringBuilder(Field);
        if (comparison is not Comparison.Equal)
            text.Append(' ').Append(WithUnit(streak.Last.Value, unit));
        text.Append(' ').Append(comparison.Symbol()).Append(' ').Append(WithUnit(bound, unit));
        if (duration > Duration.Zero)
            text.Append(" for ").Append(InWords(at - streak.First.At));
        if (consecutive > 1)
            text.Append(CultureInfo.InvariantCulture, $", {streak.Count} samples in a row");
        return text.ToString();
    }

    private static string WithUnit(Scalar value, string? unit) =>
        value.Kind is ScalarKind.Number && !string.IsNullOrEmpty(unit) ? $"{value} {unit}" : value.ToString();
}
