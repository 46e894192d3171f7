using System.Text.Json;
using IotPlatform.RuleEngine;
using Marten;
using NodaTime;

namespace IotPlatform.Alarms;

/// <summary>A rule's verdict on a device, to be made true exactly once.</summary>
/// <param name="Position">
/// The causing observation's place in its log. With <see cref="Watch"/> and <paramref name="At"/> it orders a rule's verdicts on a device.
/// </param>
/// <param name="At">When the condition was met or cleared, in the device's time.</param>
public sealed record Firing(
    string Customer, string RuleId, string RuleName, string RuleType, Severity Severity, string DeviceId, string DeviceName,
    string Message, JsonElement Details, long Position, Instant At)
{
    /// <summary>What the rule does when it fires.</summary>
    public RuleActions Actions { get; init; } = RuleActions.CreateAlarm;

    /// <summary>Where the rule's webhooks go; null: to every enabled webhook channel.</summary>
    public string? WebhookUrl { get; init; }

    /// <summary>From when on the rule watches the device: whoever is watched anew begins with positions anew.</summary>
    public Instant Watch { get; init; }

    /// <summary>
    /// What is to be committed with the verdict, and only if it takes effect; called with the session of the transaction, and again with
    /// another one when that fails.
    /// </summary>
    public Action<IDocumentSession>? Also { get; init; }
}

/// <summary>What a verdict comes to.</summary>
public enum FiringStep
{
    /// <summary>The condition is met: an alarm opens, or the open one counts up, and the rule's other actions run.</summary>
    Trigger,

    /// <summary>The condition has cleared and the rule resolves by itself: the open alarm is closed, and the mark ends.</summary>
    Resolve,

    /// <summary>The condition has cleared, and that is all: the mark ends, an alarm stays open.</summary>
    Clear,
}

/// <summary>A firing, and which of its steps it is.</summary>
public readonly record struct FiringVerdict(FiringStep Step, Firing Firing);
