using System.Diagnostics.Metrics;
using IotPlatform.Platform;

namespace IotPlatform.Notifications;

/// <summary>What becomes of deliveries, under the meter <c>IotPlatform.Notifications</c>, of all customers together.</summary>
public sealed class DeliveryMetrics
{
    private static readonly InstrumentAdvice<double> Seconds =
        new() { HistogramBucketBoundaries = [0.01, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30] };

    private readonly Counter<long> _attempts;
    private readonly Histogram<double> _duration;

    /// <summary>Creates the instruments.</summary>
    public DeliveryMetrics(IMeterFactory meters)
    {
        var meter = meters.Create("IotPlatform.Notifications");
        _attempts = meter.CreateCounter<long>(
            "iot.notifications.attempts", "{attempt}", "Attempts of deliveries, by the channel's type and what the delivery came to by it.");
        _duration = meter.CreateHistogram(
            "iot.notifications.attempt.duration", "s", "How long receivers took, by the channel's type.", advice: Seconds);
        meter.CreateObservableGauge(
            "iot.notifications.waiting", () => Waiting, "{delivery}", "Deliveries that wait to be sent, at first or again.");
    }

    /// <summary>So many wait now.</summary>
    public long Waiting { get; set; }

    /// <summary>An attempt is recorded.</summary>
    public void Attempted(DeliveryAttempt attempt, AttemptResult result)
    {
        var type = new KeyValuePair<string, object?>("channel_type", attempt.Delivery.ChannelType);
        _attempts.Add(1, type, new("outcome", Words.Of(result.Status)));
        if (!attempt.IsSkipped) _duration.Record((attempt.EndedAt - attempt.StartedAt).TotalSeconds, type);
    }
}
