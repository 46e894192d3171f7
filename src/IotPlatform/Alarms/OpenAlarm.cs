using IotPlatform.Platform;
using IotPlatform.RuleEngine;

namespace IotPlatform.Alarms;

/// <summary>
/// There while an alarm is open, written in the very transaction that opens, acknowledges or closes it. A unique index over rule and
/// device is what guarantees at most one open alarm for both.
/// </summary>
public sealed record OpenAlarm(string Id, string RuleId, string DeviceId, Severity Severity, AlarmStatus Status) : IResource<OpenAlarm>
{
    public static string Kind => Alarm.Kind;
    public static string Path => Alarm.Path;
    public static IReadOnlyList<Type> EventTypes { get; } =
        [typeof(AlarmTriggered), typeof(AlarmAcknowledged), typeof(AlarmResolved), typeof(AlarmReopened)];

    /// <inheritdoc/>
    public static OpenAlarm? Fold(OpenAlarm? state, object fact) => fact switch
    {
        AlarmTriggered e => new(e.Id, e.RuleId, e.DeviceId, e.Severity, AlarmStatus.Active),
        AlarmReopened e => new(e.Id, e.RuleId, e.DeviceId, e.Severity, AlarmStatus.Active),
        // Projected before the store sees that a resolution has come first, and refuses it.
        AlarmAcknowledged when state is not null => state with { Status = AlarmStatus.Acknowledged },
        AlarmResolved => null,
        _ => state,
    };
}
