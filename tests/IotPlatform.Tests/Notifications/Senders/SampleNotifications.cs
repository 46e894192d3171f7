using IotPlatform.Alarms;
using IotPlatform.Notifications;
using IotPlatform.RuleEngine;
using IotPlatform.Tests.Alarms;
using IotPlatform.Tests.Devices;
using IotPlatform.Tests.Rules;
using NodaTime;

namespace IotPlatform.Tests.Notifications.Senders;

/// <summary>Notifications to test with.</summary>
internal static class SampleNotifications
{
    public const string Id = "019b76da-a800-7000-8000-000000000001";
    public static readonly Instant At = SampleAlarm.Now;

    public static Notification Of(NotificationKind kind, Alarm? alarm = null) =>
        new(Id, kind, At, alarm ?? SampleAlarm.Of(), SampleDevice.Of(), SampleRule.Of());

    public static Notification Named(string device, string rule, string message) => Of(
        NotificationKind.Triggered, SampleAlarm.Of() with { DeviceName = device, RuleName = rule, Message = message });

    public static readonly Notification Triggered = Of(NotificationKind.Triggered);

    public static readonly Notification Resolved = Of(
        NotificationKind.Resolved, SampleAlarm.Of(SampleAlarm.Acknowledged, SampleAlarm.Resolved with { By = "system" }));

    public static readonly Notification Fired = Triggered with
    {
        Alarm = null,
        Firing = new(Severity.Warning, "31 > 30", SampleAlarm.Details, SampleAlarm.Measured),
    };

    /// <summary>A message of many.</summary>
    public static Notification Grouped(PolicyGrouping by, int count, string? name = "Cold storage") => Triggered with
    {
        Group = new(by, "key-1", name, count, [.. Enumerable.Range(1, Math.Min(count, 12)).Select(Member)]),
    };

    private static Alarm Member(int number) => SampleAlarm.Of() with
    {
        Id = $"alarm-{number}",
        DeviceId = $"sensor-{number}",
        DeviceName = $"Sensor {number}",
        Severity = number == 2 ? Severity.Critical : Severity.Warning,
    };
}
