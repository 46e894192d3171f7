using System.Text.Json;
using NodaTime;
using Shouldly;

namespace IotPlatform.RuleEngine.Tests;

/// <summary>Rules to test with, written as a client would.</summary>
internal static class Rules
{
    public static readonly Instant Start = Instant.FromUtc(2026, 3, 1, 12, 0);

    private const string Base = "\"field\":\"temperature\",\"operator\":\">\",\"value\":30";

    public static Parsed<Condition> Parse(string config, string ruleType = "threshold")
    {
        using var json = JsonDocument.Parse(config);
        return RuleEngine.Condition.Parse(ruleType, json.RootElement);
    }

    public static Condition Condition(string config, string ruleType = "threshold") => Parse(config, ruleType).TryGet(out var condition)
        ? condition
        : throw new ShouldAssertException(string.Join("; ", Parse(config, ruleType).Faults));

    /// <summary>A rule that fires above 30; <paramref name="config"/> is what its config says beyond that.</summary>
    public static Rule Above30(
        string config = "", int cooldown = 0, bool autoResolve = true, RuleActions actions = RuleActions.CreateAlarm) =>
        Of($$"""{{{string.Join(',', Base, config).TrimEnd(',')}}}""", cooldown, autoResolve, actions);

    public static Rule MissingData(string config = "\"timeout_seconds\":60", int cooldown = 0) =>
        Of($$"""{{{config}}}""", cooldown, ruleType: "missing_data");

    public static Rule Offline(string config = "", int cooldown = 0) => Of($$"""{{{config}}}""", cooldown, ruleType: "offline");

    public static Rule MessageRate(string config, int cooldown = 0) => Of($$"""{{{config}}}""", cooldown, ruleType: "message_rate");

    public static Rule ReconnectRate(string config = "\"max_reconnects\":2") => Of($$"""{{{config}}}""", ruleType: "reconnect_rate");

    public static Rule Of(
        string config, int cooldown = 0, bool autoResolve = true, RuleActions actions = RuleActions.CreateAlarm,
        string ruleType = "threshold") =>
        new("rule", "Rule", Condition(config, ruleType), Severity.Warning, actions, Duration.FromSeconds(cooldown), autoResolve);
}
