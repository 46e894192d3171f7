using System.Text.Json;
using System.Text.Json.Serialization;
using IotPlatform.Alarms;
using IotPlatform.Devices;
using IotPlatform.Platform;
using IotPlatform.Rules;
using NodaTime;

namespace IotPlatform.Notifications;

/// <summary>What a webhook's receiver gets, made for programs: everything, as the API answers it.</summary>
/// <param name="Id">The delivery's, the same for each attempt.</param>
/// <param name="Type">What happened: <c>alarm.triggered</c>.</param>
/// <param name="Timestamp">When.</param>
public sealed record WebhookBody(string Id, string Type, Instant Timestamp, WebhookData Data)
{
    /// <summary>The body of a notification, in UTF-8.</summary>
    public static byte[] Of(Notification notification) => JsonSerializer.SerializeToUtf8Bytes(
        new WebhookBody(notification.Id, TypeOf(notification), notification.At, WebhookData.Of(notification)), Json.Api);

    private static string TypeOf(Notification notification) =>
        notification is { Alarm: null, Kind: not NotificationKind.Test } ? "rule.fired" : $"alarm.{Words.Of(notification.Kind)}";
}

/// <summary>What a webhook tells of.</summary>
public sealed record WebhookData(
    Alarm? Alarm, Device Device, AlarmRule? Rule,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] FiringSummary? Firing,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] WebhookGroup? Group)
{
    internal static WebhookData Of(Notification notification) => new(
        notification.Alarm, notification.Device, notification.Rule, notification.Firing,
        notification.Group is { } group ? new(group.By, group.Key, group.Name, group.Count, group.First) : null);
}

/// <summary>The alarms of a message that tells of many.</summary>
/// <param name="Alarms">The first of them.</param>
public sealed record WebhookGroup(PolicyGrouping By, string? Key, string? Name, int Count, IReadOnlyList<Alarm> Alarms);
