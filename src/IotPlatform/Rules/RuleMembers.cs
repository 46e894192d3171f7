using System.Text.Json;
using IotPlatform.Alarms;
using IotPlatform.Platform;
using IotPlatform.RuleEngine;
using NodaTime;

namespace IotPlatform.Rules;

/// <summary>Reads the members that rule requests share, and checks them.</summary>
public static class RuleMembers
{
    /// <summary>The longest cooldown: 30 days.</summary>
    public const int MaxCooldownSeconds = 30 * NodaConstants.SecondsPerDay;

    /// <summary>All rule types.</summary>
    public static IReadOnlyList<string> Types { get; } = ["threshold", "missing_data", "offline", "message_rate", "reconnect_rate"];

    private static readonly IReadOnlyList<string> KnownActions = ["create_alarm", "send_webhook", "mark_unhealthy"];

    /// <summary>What a rule does that says nothing of actions.</summary>
    public static IReadOnlyList<string> DefaultActions { get; } = ["create_alarm"];

    /// <summary>The actions, each once; null and absence stand for the default.</summary>
    public static IReadOnlyList<string>? Actions(Body body)
    {
        if (body.IsNull("actions")) return null;
        var actions = body.Choices("actions", KnownActions, minCount: 1);
        return actions.IsPresent ? actions.Value : null;
    }

    /// <summary>The cooldown; null and absence stand for the default.</summary>
    public static int? Cooldown(Body body)
    {
        if (body.IsNull("cooldown_seconds")) return null;
        var seconds = body.Whole("cooldown_seconds", 0, MaxCooldownSeconds);
        return seconds.IsPresent ? seconds.Value : null;
    }

    /// <summary>What is wrong with a config, by its rule type.</summary>
    public static IReadOnlyList<Platform.Fault> ConfigFaults(string ruleType, JsonElement config) => JsonText.IsStorable(config)
        ? [.. Condition.Parse(ruleType, config).Faults.Select(fault => new Platform.Fault(fault.Field, fault.Message)), .. WebhookFaults(config)]
        : [new("config", "must not contain NUL characters, broken surrogates or numbers out of range")];

    // What only some operators allow is seen by RuleWebhooks.
    private static IEnumerable<Platform.Fault> WebhookFaults(JsonElement config) =>
        WebhookUrl.FaultIn(config, allowPrivateNetworks: true) is { } fault ? [new($"config.{WebhookUrl.Member}", fault)] : [];
}
