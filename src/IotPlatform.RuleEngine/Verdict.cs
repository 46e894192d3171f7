using System.Text.Json.Serialization;
using IotPlatform.RuleEngine.Json;
using NodaTime;

namespace IotPlatform.RuleEngine;

/// <summary>What the caller has to do.</summary>
[JsonConverter(typeof(SnakeCaseEnumConverter<VerdictKind>))]
public enum VerdictKind
{
    /// <summary>Nothing; the reason says why not.</summary>
    None,
    /// <summary>Run the rule's actions, and open an alarm if it creates one.</summary>
    Trigger,
    /// <summary>The condition fired anew while the alarm is open: count up, notify nobody.</summary>
    Retrigger,
    /// <summary>Resolve the open alarm on behalf of the system.</summary>
    Resolve,
    /// <summary>The condition no longer holds, and no alarm is to be resolved: what marks the device ends.</summary>
    Clear,
}

/// <summary>What the engine made of an observation.</summary>
/// <param name="OpensAlarm">True on a trigger whose rule creates an alarm; without it the other actions run alone.</param>
/// <param name="Grounds">The facts behind the verdict; there for every kind but None.</param>
public sealed record Verdict(VerdictKind Kind, Reason Reason, bool OpensAlarm, Grounds? Grounds)
{
    private static readonly Verdict[] Nothing =
        [.. Enum.GetValues<Reason>().Select(reason => new Verdict(VerdictKind.None, reason, false, null))];

    /// <summary>Nothing to do, for that reason.</summary>
    internal static Verdict None(Reason reason) => Nothing[(int)reason];
}

/// <summary>The facts behind a verdict. They follow from the observations alone: a late timer or a replay gives the same.</summary>
/// <param name="At">When it came about, in event time; never before the verdict before it.</param>
/// <param name="Position">The log position of the sample that caused it; for a timer's firing that of the last sample before.</param>
/// <param name="Message">One line for people.</param>
public sealed record Grounds(Instant At, long Position, Evidence Evidence, string Message);
