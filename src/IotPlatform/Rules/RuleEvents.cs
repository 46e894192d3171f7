using IotPlatform.Platform;
using IotPlatform.RuleEngine;
using NodaTime;

namespace IotPlatform.Rules;

/// <summary>A rule was created.</summary>
/// <param name="Config">Character for character as it was sent.</param>
public sealed record RuleCreated(
    string Id, string Name, string? Description, string RuleType, RuleScope Scope, RawJson Config, Severity Severity,
    IReadOnlyList<string> Actions, int CooldownSeconds, bool IsEnabled, bool AutoResolve, Instant At) : IFact;

/// <summary>What a rule says was changed; the full new text. Later firings go by it.</summary>
public sealed record RuleRevised(
    string Id, string Name, string? Description, RawJson Config, Severity Severity, IReadOnlyList<string> Actions, int CooldownSeconds,
    bool AutoResolve, Instant At) : IFact;

/// <summary>The rule is evaluated again, from a fresh start.</summary>
public sealed record RuleEnabled(string Id, Instant At) : IFact;

/// <summary>The rule is evaluated no more; its open alarms stay.</summary>
public sealed record RuleDisabled(string Id, Instant At) : IFact;

/// <summary>The rule is gone; its alarms keep its id and name.</summary>
public sealed record RuleDeleted(string Id, Instant At) : IFact;
