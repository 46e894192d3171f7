using System.Text.Json.Serialization;
using IotPlatform.RuleEngine.Conditions;
using IotPlatform.RuleEngine.Json;
using NodaTime;

namespace IotPlatform.RuleEngine;

/// <summary>
/// All that the engine remembers of one rule on one device. It round-trips through System.Text.Json, and says what it means only
/// together with the rule that it came from: a rule with another config, or enabled anew, begins with <see cref="Initial"/>.
/// </summary>
/// <param name="Condition">What the condition remembers; null before its first observation.</param>
/// <param name="AlarmOpen">Whether an alarm of this rule and device is open; never, if the rule creates none.</param>
/// <param name="Owed">Whether the condition holds without a trigger having told of it.</param>
/// <param name="TriggeredAt">The last trigger, from which the cooldown counts.</param>
/// <param name="VerdictAt">The last verdict of any kind but None.</param>
public sealed record RuleState(
    ConditionState? Condition = null,
    bool AlarmOpen = false,
    Owed Owed = Owed.Nothing,
    [property: JsonConverter(typeof(InstantConverter))] Instant? TriggeredAt = null,
    [property: JsonConverter(typeof(InstantConverter))] Instant? VerdictAt = null)
{
    /// <summary>The state before any observation.</summary>
    public static RuleState Initial { get; } = new();

    /// <summary>Whether the condition is met now, with an alarm or without.</summary>
    [JsonIgnore]
    public bool IsFiring => Condition is { IsMet: true };
}

/// <summary>A trigger that is still to come while the condition holds.</summary>
[JsonConverter(typeof(SnakeCaseEnumConverter<Owed>))]
public enum Owed
{
    Nothing,
    /// <summary>The cooldown held it back.</summary>
    WhenCooldownEnds,
    /// <summary>A person closed the alarm after the cooldown; only fresh proof opens the next.</summary>
    OnNextBreach,
}
