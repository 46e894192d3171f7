using System.Text.Json;
using IotPlatform.Platform;
using IotPlatform.RuleEngine;
using NodaTime;

namespace IotPlatform.Alarms;

/// <summary>A rule fired on a device that had no open alarm of it.</summary>
/// <param name="Details">The evidence, and the rule's config as it was.</param>
/// <param name="TriggeredAt">When the condition was met, in the device's time.</param>
public sealed record AlarmTriggered(
    string Id, string RuleId, string RuleName, string RuleType, string DeviceId, string DeviceName, Severity Severity, string Message,
    JsonElement Details, Instant TriggeredAt, Instant At) : IFact;

/// <summary>The rule fired anew while its alarm was open.</summary>
public sealed record AlarmRetriggered(string Id, string Message, JsonElement Details, Instant TriggeredAt, Instant At) : IFact;

/// <summary>Somebody took notice of an active alarm.</summary>
/// <param name="Severity">The alarm's, so that whoever counts alarms need not look it up.</param>
public sealed record AlarmAcknowledged(string Id, Severity Severity, ErasableText? Note, string By, Instant At) : IFact;

/// <summary>The alarm was closed.</summary>
/// <param name="Severity">The alarm's.</param>
/// <param name="From">Where it stood before.</param>
public sealed record AlarmResolved(
    string Id, Severity Severity, AlarmStatus From, AlarmResolution Resolution, ErasableText? Note, string By, Instant At) : IFact;

/// <summary>A resolved alarm was opened again.</summary>
/// <param name="RuleId">With <paramref name="DeviceId"/>, what it is the one open alarm of.</param>
/// <param name="Severity">The alarm's.</param>
public sealed record AlarmReopened(
    string Id, string RuleId, string DeviceId, Severity Severity, ErasableText? Note, string By, Instant At) : IFact;

/// <summary>What people had said in the events before it was erased from them.</summary>
public sealed record AlarmNotesErased(string Id, string By, Instant At) : IFact;

/// <summary>Somebody was told of the alarm.</summary>
public sealed record AlarmNotificationSent(string Id, AlarmNotification Notification, Instant At) : IFact;

/// <summary>Somebody could not be told of the alarm, and will not be.</summary>
/// <param name="Error">Why, for people.</param>
public sealed record AlarmNotificationFailed(string Id, AlarmNotification Notification, string Error, Instant At) : IFact;

/// <summary>What was told, and where.</summary>
/// <param name="DeliveryId">The record of the attempts.</param>
/// <param name="ChannelId">Null for the webhook that a rule itself names.</param>
/// <param name="EventType">What of the alarm was told: <c>triggered</c>.</param>
/// <param name="Attempts">How many it took.</param>
public sealed record AlarmNotification(
    string DeliveryId, string? ChannelId, string? ChannelName, string ChannelType, string? PolicyId, string EventType, int Attempts,
    int? ResponseCode);

/// <summary>Where an alarm stands.</summary>
public enum AlarmStatus
{
    Active,
    Acknowledged,
    Resolved,
}

/// <summary>What closed an alarm.</summary>
public enum AlarmResolution
{
    /// <summary>A person or program, over the API.</summary>
    Manual,

    /// <summary>The condition cleared, and the rule resolves by itself.</summary>
    Auto,
    RuleDeleted,
    DeviceDeleted,
    DeviceDeactivated,
}
