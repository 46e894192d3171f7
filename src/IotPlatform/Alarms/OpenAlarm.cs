using IotPlatform.Platform;

namespace IotPlatform.Alarms;

/// <summary>
/// There while an alarm is open, written in the very transaction that opens or closes it. A unique index over rule and device is what
/// guarantees at most one open alarm for both.
/// </summary>
public sealed record OpenAlarm(string Id, string RuleId, string DeviceId) : IResource<OpenAlarm>
{
    public static string Kind => Alarm.Kind;
    public static string Path => Alarm.Path;
    public static IReadOnlyList<Type> EventTypes { get; } = [typeof(AlarmTriggered), typeof(AlarmResolved), typeof(AlarmReopened)];

    /// <inheritdoc/>
    public static OpenAlarm? Fold(OpenAlarm? state, object fact) => fact switch
    {
        AlarmTriggered e => new(e.Id, e.RuleId, e.DeviceId),
        AlarmReopened e => new(e.Id, e.RuleId, e.DeviceId),
        AlarmResolved => null,
        _ => state,
    };
}
