using IotPlatform.Alarms;
using IotPlatform.Platform;
using NodaTime;

namespace IotPlatform.Notifications;

/// <summary>What an alarm's timeline is told of a delivery that has come to its end.</summary>
public static class Timeline
{
    /// <summary>The event. A pure function.</summary>
    public static IFact EventOf(string alarmId, Delivery delivery, Instant at)
    {
        var told = new AlarmNotification(
            delivery.Id, delivery.ChannelId, delivery.ChannelName, delivery.ChannelType, delivery.PolicyId, Words.Of(delivery.EventType),
            delivery.Attempts, delivery.ResponseCode);
        return delivery.Status is DeliveryStatus.Sent
            ? new AlarmNotificationSent(alarmId, told, at)
            : new AlarmNotificationFailed(alarmId, told, delivery.Error ?? "", at);
    }
}
