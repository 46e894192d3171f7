using System.Text.Json;
using IotPlatform.RuleEngine;
using IotPlatform.RuleEngine.Conditions;
using NodaTime;
using static IotPlatform.Tests.Alarms.SampleAlarm;

namespace IotPlatform.Tests.Alarms.Replay;

/// <summary>Details of firings as alarms keep them, of every kind of condition.</summary>
internal static class SampleDetails
{
    public static JsonElement Of(string type, string config, Evidence evidence) => JsonElement.Parse($$$"""
        {"evidence":{{{evidence.ToJson().GetRawText()}}},"rule":{"rule_type":"{{{type}}}","config":{{{config}}}}}
        """);

    /// <summary>Samples at intervals of ten seconds, the first at <see cref="Measured"/>.</summary>
    public static JsonElement Samples(string comparison, string bound, params Scalar[] values) => Of(
        Threshold.Name, $$"""{"field":"temperature","operator":"{{comparison}}","value":{{bound}}}""", Run(values.Length, values));

    /// <summary>A run of so many samples, of which these are kept.</summary>
    public static ThresholdEvidence Run(int count, params Scalar[] values) => new(
        [.. values.Select((value, i) => new EvidenceSample("temperature", value, Measured + Duration.FromSeconds(10 * i), i))],
        count, Measured, 10 * (values.Length - 1));

    public static Scalar[] Numbers(params double[] numbers) => [.. numbers.Select(Scalar.Of)];
}
