using NodaTime;

namespace IotPlatform.Notifications;

/// <summary>An attempt that was made, or that was found not to be made.</summary>
/// <param name="IsSkipped">Nothing was sent: the channel is disabled.</param>
public sealed record DeliveryAttempt(DueDelivery Delivery, SendOutcome Outcome, Instant StartedAt, Instant EndedAt, bool IsSkipped = false);

/// <summary>What becomes of a delivery by an attempt.</summary>
/// <param name="Attempts">How many there were in all.</param>
/// <param name="DisablesChannel">The receiver is gone for good.</param>
public sealed record AttemptResult(
    DeliveryStatus Status, int Attempts, int? ResponseCode, string? Error, Instant? FirstAttemptAt, Instant? NextAttemptAt, Instant? DeliveredAt,
    bool DisablesChannel)
{
    /// <summary>Decides it. A pure function.</summary>
    /// <param name="chance">From 0 to 1, for the jitter.</param>
    public static AttemptResult Of(DeliveryAttempt attempt, double chance)
    {
        var (delivery, outcome) = (attempt.Delivery, attempt.Outcome);
        if (attempt.IsSkipped)
            return new(DeliveryStatus.Skipped, delivery.Attempts, null, outcome.Error, delivery.FirstAttemptAt, null, null, false);
        var (attempts, first) = (delivery.Attempts + 1, delivery.FirstAttemptAt ?? attempt.StartedAt);
        var next = outcome.Result is SendResult.Retry
            ? RetrySchedule.Next(attempts, first, attempt.EndedAt, outcome.RetryAfter, chance)
            : null;
        var status =
            outcome.Result is SendResult.Sent ? DeliveryStatus.Sent : next is null ? DeliveryStatus.Failed : DeliveryStatus.Retrying;
        return new(
            status, attempts, outcome.ResponseCode, outcome.Error, first, next, status is DeliveryStatus.Sent ? attempt.EndedAt : null,
            outcome.Result is SendResult.Gone);
    }

    /// <summary>The delivery after the attempt.</summary>
    public Delivery Applied(DueDelivery d) => new(
        d.Id, d.PolicyId, d.ChannelId, d.ChannelName, d.ChannelType, d.AlarmId, d.DeviceId, d.RuleId, d.EventType, d.GroupBy, d.GroupKey, d.AlarmCount,
        Status, Attempts, ResponseCode, Error, d.CreatedAt, NextAttemptAt, DeliveredAt);

    /// <summary>Whether the alarm's timeline is told with it: it is final, and about one alarm.</summary>
    public bool IsForTimeline(DueDelivery delivery) =>
        Status is DeliveryStatus.Sent or DeliveryStatus.Failed && delivery is { AlarmId: not null, GroupBy: null };
}
