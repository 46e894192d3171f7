using IotPlatform.Alarms;
using IotPlatform.RuleEngine;
using NodaTime;
using NodaTime.Text;

namespace IotPlatform.Notifications;

/// <summary>What is told of one alarm, fact by fact.</summary>
internal static class MessageFacts
{
    private static readonly InstantPattern Time = InstantPattern.CreateWithInvariantCulture("uuuu-MM-dd HH:mm:ss 'UTC'");

    public static IReadOnlyList<MessageFact> Of(Notification notification, Severity severity) =>
    [
        .. notification.Group is { } group ? OfGroup(notification, group) : OfOne(notification),
        new("Severity", severity.ToString()),
        .. notification.Group is null ? Message(notification) : [],
        new("Triggered at", At(TriggeredAt(notification))),
        .. notification is { Group: null, Alarm: { } alarm } ? Since(alarm) : [],
        .. notification.Kind is NotificationKind.Test ? (MessageFact[])[new("Note", "This is a test. Nothing has happened.")] : [],
    ];

    private static IEnumerable<MessageFact> OfGroup(Notification notification, AlarmGroup group) => group.By is PolicyGrouping.Rule
        ? [new("Rule", MessageText.RuleName(notification)), new("Devices", MessageText.Number(group.Count))]
        : [new(group.By.ToString(), MessageText.Name(group.Name ?? group.Key ?? "none")), new("Alarms", MessageText.Number(group.Count))];

    private static IEnumerable<MessageFact> OfOne(Notification notification) =>
    [
        new("Device", $"{MessageText.DeviceName(notification)} ({notification.Device.DeviceId})"),
        new("Rule", MessageText.RuleName(notification)),
    ];

    private static IEnumerable<MessageFact> Message(Notification notification) =>
        (notification.Alarm?.Message ?? notification.Firing?.Message) is { } message ? [new("Message", MessageText.Message(message))] : [];

    private static Instant TriggeredAt(Notification notification) =>
        notification.Alarm?.TriggeredAt ?? notification.Firing?.TriggeredAt ?? notification.At;

    private static IEnumerable<MessageFact> Since(Alarm alarm)
    {
        if (alarm is { AcknowledgedAt: { } acknowledged, AcknowledgedBy: { } acknowledger })
            yield return new("Acknowledged by", $"{MessageText.Name(acknowledger)} at {At(acknowledged)}");
        if (alarm is { ResolvedAt: { } resolved, ResolvedBy: { } resolver })
            yield return new("Resolved by", $"{MessageText.Name(resolver)} at {At(resolved)}");
    }

    private static string At(Instant time) => Time.Format(time);
}
