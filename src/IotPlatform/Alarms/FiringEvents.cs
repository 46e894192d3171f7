using System.Text.Json;
using IotPlatform.Platform;
using IotPlatform.RuleEngine;
using NodaTime;

namespace IotPlatform.Alarms;

/// <summary>
/// A rule fired on a device and does more than to open an alarm. Its stream is that of the rule on this device; what is to be sent follows
/// from the event, which is the durable message.
/// </summary>
/// <param name="AlarmId">The alarm that the firing opened or counted up, if the rule creates any.</param>
/// <param name="Details">The evidence, and the rule's config as it was.</param>
/// <param name="Actions">What this firing does beside the alarm: <c>send_webhook</c>, <c>mark_unhealthy</c>.</param>
/// <param name="WebhookUrl">Where the webhook goes; null: to every enabled webhook channel.</param>
/// <param name="TriggeredAt">When the condition was met, in the device's time.</param>
public sealed record RuleFired(
    string Id, string RuleId, string RuleName, string RuleType, string DeviceId, string DeviceName, Severity Severity, string? AlarmId,
    string Message, JsonElement Details, IReadOnlyList<string> Actions, string? WebhookUrl, Instant TriggeredAt, Instant At) : IFact;

/// <summary>The mark that the rule's firing left has ended: the condition has cleared, or the rule no longer watches the device.</summary>
public sealed record RuleCleared(string Id, Instant At) : IFact;
