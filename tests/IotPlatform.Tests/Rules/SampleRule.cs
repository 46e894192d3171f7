using IotPlatform.RuleEngine;
using IotPlatform.Rules;
using NodaTime;

namespace IotPlatform.Tests.Rules;

/// <summary>A rule to test with, as its events make it.</summary>
internal static class SampleRule
{
    public const string Config = """{ "field":"temperature", "operator":">", "value":30.0 }""";

    public static readonly Instant Made = Instant.FromUtc(2026, 3, 1, 12, 0);
    public static readonly Instant Now = Made + Duration.FromHours(1);
    public static readonly RuleScope Fleet = new(RuleScope.Fleet, null, null, null);

    public static RuleCreated Creation(string id = "rule-1", RuleScope? scope = null, string config = Config, bool isEnabled = true) =>
        new(id, "Too warm", "d", "threshold", scope ?? Fleet, new(config), Severity.Warning, ["create_alarm"], 60, isEnabled, false, Made);

    public static AlarmRule Of(params object[] later) => later.Aggregate(AlarmRule.Fold(null, Creation()), AlarmRule.Fold)!;
}
