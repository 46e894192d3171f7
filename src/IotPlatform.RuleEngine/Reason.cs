using System.Text.Json.Serialization;
using IotPlatform.RuleEngine.Json;

namespace IotPlatform.RuleEngine;

/// <summary>Why a verdict is what it is.</summary>
[JsonConverter(typeof(SnakeCaseEnumConverter<Reason>))]
public enum Reason
{
    /// <summary>The condition holds, as long and as often as the rule asks.</summary>
    ConditionMet,
    /// <summary>The cooldown ended while the condition held with no alarm open.</summary>
    CooldownOver,
    /// <summary>The alarm was closed by a person, and a further sample breaches.</summary>
    StillBreaching,
    /// <summary>The condition no longer holds, as long and as often as the rule asks.</summary>
    Cleared,

    /// <summary>The sample is good, and nothing was firing.</summary>
    ConditionNotMet,
    /// <summary>It breaches, but not yet for the rule's duration.</summary>
    DurationNotMet,
    /// <summary>It breaches, but not yet often enough in a row.</summary>
    ConsecutiveNotMet,
    /// <summary>It would trigger, but the last trigger is too recent.</summary>
    CoolingDown,
    /// <summary>It breaches, as it did before.</summary>
    AlreadyFiring,
    /// <summary>The value is good, but not yet past the clear value.</summary>
    InsideHysteresisBand,
    /// <summary>The sample clears, but not yet for the rule's clear duration.</summary>
    ClearDurationNotMet,
    /// <summary>The sample clears, but not yet often enough in a row.</summary>
    ClearConsecutiveNotMet,

    /// <summary>The rate is within its limits.</summary>
    RateNotMet,
    /// <summary>The rate is within its limits as far as it was counted, which is not yet for a whole window.</summary>
    WindowNotWhole,
    /// <summary>Data came in, as it should.</summary>
    DataReceived,
    /// <summary>A session began, as it should.</summary>
    SessionOpen,

    /// <summary>A record without values, which is no data.</summary>
    NoValues,
    /// <summary>A further moment of a message that was counted with its first.</summary>
    SameMessage,
    /// <summary>A sample of another datapoint.</summary>
    OtherKey,
    /// <summary>An order was asked of a value that is no number.</summary>
    WrongType,
    /// <summary>The sample is older than the last evaluated one.</summary>
    StaleSample,
    /// <summary>The same time and value as the last evaluated sample.</summary>
    DuplicateSample,
    /// <summary>What became of a session before the last one, or was told already.</summary>
    OlderSession,
    /// <summary>Another kind of observation than the condition looks at.</summary>
    NotObserved,
    /// <summary>A timer came before any deadline.</summary>
    NothingDue,
    /// <summary>It was noted whether an alarm is open.</summary>
    AlarmNoted,
    /// <summary>It was noted that the device was heard of for the first time.</summary>
    ContactNoted,
    /// <summary>It was noted that the rule is about the device from here on.</summary>
    WatchNoted,
    /// <summary>It was noted that the platform was down: what it could not hear meanwhile is not held against the device.</summary>
    OutageNoted,
}
