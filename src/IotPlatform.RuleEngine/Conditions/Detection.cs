using NodaTime;

namespace IotPlatform.RuleEngine.Conditions;

/// <summary>What an observation means to a condition, before alarms and cooldowns are considered.</summary>
internal enum Signal
{
    /// <summary>No change; the reason says why.</summary>
    None,
    /// <summary>The condition has just come to be met: a firing edge.</summary>
    Met,
    /// <summary>The condition was met, and is seen to hold still.</summary>
    Holding,
    /// <summary>The condition has just been cleared.</summary>
    Cleared,
}

/// <summary>A condition's answer to an observation.</summary>
internal readonly record struct Detection(ConditionState? State, Signal Signal, Reason Reason, Instant At)
{
    public static Detection Ignored(ConditionState? state, Reason reason) => new(state, Signal.None, reason, Instant.MinValue);
}
