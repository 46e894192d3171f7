using System.Text.Json;
using IotPlatform.Alarms;
using IotPlatform.Devices;
using IotPlatform.RuleEngine;
using IotPlatform.Rules;
using NodaTime;

namespace IotPlatform.Notifications;

/// <summary>What of an alarm is told.</summary>
public enum NotificationKind
{
    /// <summary>It was opened, or opened again.</summary>
    Triggered,
    Acknowledged,
    Resolved,

    /// <summary>It is still active, and nobody has taken notice.</summary>
    Reminder,

    /// <summary>The same, told to those who come next.</summary>
    Escalated,

    /// <summary>Nothing happened: somebody tries a channel.</summary>
    Test,
}

/// <summary>
/// One message, whichever channel carries it. All that it says is as it was when it happened, so that each attempt says the same.
/// </summary>
/// <param name="Id">The delivery's: the same for each attempt.</param>
/// <param name="At">When it happened.</param>
/// <param name="Alarm">Null for a rule that fires without opening one.</param>
public sealed record Notification(string Id, NotificationKind Kind, Instant At, Alarm? Alarm, Device Device, AlarmRule? Rule)
{
    /// <summary>What a rule's own webhook tells of the firing; null for what a policy sends.</summary>
    public FiringSummary? Firing { get; init; }

    /// <summary>The alarms of which this is the first; null for a message of one.</summary>
    public AlarmGroup? Group { get; init; }
}

/// <summary>A firing of a rule, with or without an alarm.</summary>
public sealed record FiringSummary(Severity Severity, string Message, JsonElement Details, Instant TriggeredAt);

/// <summary>Many alarms that one message tells of.</summary>
/// <param name="By">What they have in common.</param>
/// <param name="Key">The id of that device, rule, group or profile; null: they have none.</param>
/// <param name="Name">Its name, for people.</param>
/// <param name="Count">How many there are.</param>
/// <param name="First">The first of them, as many as a message can hold.</param>
public sealed record AlarmGroup(PolicyGrouping By, string? Key, string? Name, int Count, IReadOnlyList<Alarm> First);
