using NodaTime;

namespace IotPlatform.Notifications;

/// <summary>A delivery whose time has come, with what it takes to send it.</summary>
/// <param name="Attempts">How many were made before.</param>
/// <param name="FirstAttemptAt">Null before the first.</param>
public sealed record DueDelivery(
    LaneKey Lane, string Id, string? PolicyId, string? ChannelId, string? ChannelName, string ChannelType, string? AlarmId, string? DeviceId,
    string? RuleId, NotificationKind EventType, string Source, long SourceVersion, PolicyGrouping? GroupBy, string? GroupKey, int AlarmCount,
    int Attempts, Instant? FirstAttemptAt, Instant CreatedAt);
