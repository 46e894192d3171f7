using IotPlatform.Devices;
using IotPlatform.RuleEngine;
using NodaTime;

namespace IotPlatform.Notifications;

/// <summary>Something of an alarm that somebody may want to be told.</summary>
/// <param name="Source">What tells this occasion from any other: the event's id.</param>
/// <param name="Version">The version of the alarm's stream that the message tells.</param>
/// <param name="Device">As it was then.</param>
public sealed record Occasion(
    string Customer, string Source, NotificationKind Kind, string AlarmId, long Version, Severity Severity, string RuleId, Device Device, Instant At);
