using NodaTime;

namespace IotPlatform.Notifications;

/// <summary>Where a delivery stands.</summary>
public enum DeliveryStatus
{
    /// <summary>It has not been tried yet.</summary>
    Pending,

    /// <summary>An attempt has failed, and another one will be made.</summary>
    Retrying,

    /// <summary>The receiver has taken it.</summary>
    Sent,

    /// <summary>No further attempt will be made, unless somebody asks for it.</summary>
    Failed,

    /// <summary>The same was told of the alarm a short time before.</summary>
    Suppressed,

    /// <summary>The channel was disabled.</summary>
    Skipped,

    /// <summary>Somebody had asked for silence.</summary>
    Silenced,
}

/// <summary>One message to one channel, and what became of it.</summary>
/// <param name="PolicyId">Null for a rule's own webhook, and for a test.</param>
/// <param name="ChannelId">Null for the URL that a rule itself names.</param>
/// <param name="AlarmId">The alarm that it tells of, the first one of a group; null for a firing without an alarm, and for a test.</param>
/// <param name="EventType">What of the alarm it tells: <c>triggered</c>.</param>
/// <param name="GroupBy">What the alarms of a message have in common; null for a message of one.</param>
/// <param name="AlarmCount">Of how many alarms it tells.</param>
/// <param name="ResponseCode">The receiver's last answer, of HTTP or SMTP.</param>
/// <param name="Error">Why the last attempt failed, or why none was made.</param>
public sealed record Delivery(
    string Id, string? PolicyId, string? ChannelId, string? ChannelName, string ChannelType, string? AlarmId, string? DeviceId, string? RuleId,
    NotificationKind EventType, PolicyGrouping? GroupBy, string? GroupKey, int AlarmCount, DeliveryStatus Status, int Attempts,
    int? ResponseCode, string? Error, Instant CreatedAt, Instant? NextAttemptAt, Instant? DeliveredAt)
{
    /// <summary>What people call it, for messages.</summary>
    public const string Kind = "delivery";
}
