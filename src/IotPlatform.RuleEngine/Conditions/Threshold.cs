using IotPlatform.RuleEngine.Json;
using NodaTime;

namespace IotPlatform.RuleEngine.Conditions;

/// <summary>
/// A datapoint compared with a value. Met when samples breach for <paramref name="Duration"/> from the first one's time, and
/// <paramref name="Consecutive"/> in a row; cleared likewise by samples on the other side of the clear value, which is the value
/// itself where no <paramref name="ClearValue"/> makes a hysteresis band.
/// </summary>
/// <param name="Field">The datapoint's key.</param>
/// <param name="ClearValue">Only with order operators; never on the breaching side of the value.</param>
public sealed partial record Threshold(
    string Field, Comparison Operator, Scalar Value,
    Duration Duration, int Consecutive,
    Scalar? ClearValue, Duration ClearDuration, int ClearConsecutive) : Condition
{
    public const string Name = "threshold";

    public const int MaxConsecutive = 1_000;

    // As long as a datapoint's text may be: a longer one could never match.
    private const int MaxText = 1_024;

    public override string RuleType => Name;

    public override Interest Interest => Interest.Samples;

    public override string? Key => Field;

    internal static Threshold? Read(ConfigReader config)
    {
        var field = config.Key(isRequired: true);
        var comparison = ReadOperator(config);
        var value = ReadValue(config, comparison);
        var duration = config.Seconds(0, MaxSeconds, "duration", "duration_seconds") ?? Duration.Zero;
        var consecutive = config.Count(1, MaxConsecutive, "consecutive") ?? 1;
        var clearValue = ReadClearValue(config, comparison, value);
        var clearDuration = config.Seconds(0, MaxSeconds, "clear_duration") ?? Duration.Zero;
        var clearConsecutive = config.Count(1, MaxConsecutive, "clear_consecutive") ?? 1;
        return field is not null && comparison is { } known && value is { } bound
            ? new Threshold(field, known, bound, duration, consecutive, clearValue, clearDuration, clearConsecutive)
            : null;
    }

    private static Comparison? ReadOperator(ConfigReader config)
    {
        if (config.Require("operator") is not { } member)
            return null;
        var comparison = member.Value.TryGetText(out var spelling) ? Comparisons.Parse(spelling) : null;
        if (comparison is null)
            config.Refuse<object>(member, $"must be one of: {Comparisons.Spellings}");
        return comparison;
    }

    private static Scalar? ReadValue(ConfigReader config, Comparison? comparison)
    {
        if (config.Require("value") is not { } member)
            return null;
        var isOrder = comparison is { } known && known.IsOrder();
        if (Scalar.TryRead(member.Value, out var value) && (!isOrder || value.Kind is ScalarKind.Number) && !IsTooLong(value))
            return value;
        config.Refuse<object>(member, isOrder
            ? $"must be a number for operator {comparison!.Value.Symbol()}"
            : FormattableString.Invariant($"must be a number, a boolean or a string of up to {MaxText:N0} characters"));
        return null;
    }

    private static bool IsTooLong(Scalar value) => value.TryGetText(out var text) && text.Length > MaxText;

    private static Scalar? ReadClearValue(ConfigReader config, Comparison? comparison, Scalar? value)
    {
        if (config.Find("clear_value") is not { } member)
            return null;
        var fault = (comparison, ConfigReader.Number(member), value) switch
        {
            ({ } known, _, _) when !known.IsOrder() => "needs one of the operators >, >=, < and <=",
            (_, null, _) => "must be a number",
            (Comparison.GreaterThan or Comparison.GreaterThanOrEqual, { } clear, { } bound)
                when bound.TryGetNumber(out var limit) && clear > limit => $"must not be greater than value ({bound})",
            (Comparison.LessThan or Comparison.LessThanOrEqual, { } clear, { } bound)
                when bound.TryGetNumber(out var limit) && clear < limit => $"must not be less than value ({bound})",
            _ => null,
        };
        if (fault is null)
            return Scalar.Of(ConfigReader.Number(member)!.Value);
        config.Refuse<object>(member, fault);
        return null;
    }
}
