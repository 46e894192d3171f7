using MQTTnet.Packets;
using MQTTnet.Protocol;

namespace IotPlatform.Mqtt;

/// <summary>Lets a device subscribe to its own commands and to nothing else, with QoS 1 at most.</summary>
internal static class Subscriptions
{
    /// <summary>Takes the filters of a SUBSCRIBE, and answers each.</summary>
    public static MqttSubAckPacket Subscribe(DeviceSession session, MqttSubscribePacket subscribe, bool isVersion5) => new()
    {
        PacketIdentifier = subscribe.PacketIdentifier,
        ReasonCodes = [.. subscribe.TopicFilters.Select(filter => Translate(Take(session, filter, subscribe.SubscriptionIdentifier), isVersion5))],
    };

    /// <summary>Takes the filters of an UNSUBSCRIBE, and answers each.</summary>
    public static MqttUnsubAckPacket Unsubscribe(DeviceSession session, MqttUnsubscribePacket unsubscribe) => new()
    {
        PacketIdentifier = unsubscribe.PacketIdentifier,
        ReasonCodes =
        [
            .. unsubscribe.TopicFilters.Select(filter => session.Memory.Unsubscribe(filter)
                ? MqttUnsubscribeReasonCode.Success
                : MqttUnsubscribeReasonCode.NoSubscriptionExisted),
        ],
    };

    private static MqttSubscribeReasonCode Take(DeviceSession session, MqttTopicFilter filter, uint identifier)
    {
        if (filter.Topic.StartsWith("$share/", StringComparison.Ordinal)) return MqttSubscribeReasonCode.SharedSubscriptionsNotSupported;
        if (!Topic.IsFilter(filter.Topic)) return MqttSubscribeReasonCode.TopicFilterInvalid;
        if (!session.Rights.MaySubscribe(filter.Topic)) return MqttSubscribeReasonCode.NotAuthorized;
        var qos = filter.QualityOfServiceLevel is MqttQualityOfServiceLevel.AtMostOnce ? 0 : 1;
        if (!session.Memory.Subscribe(new(filter.Topic, qos, identifier))) return MqttSubscribeReasonCode.QuotaExceeded;
        return (MqttSubscribeReasonCode)qos;
    }

    // A 3.1.1 client knows but one code for a refusal.
    private static MqttSubscribeReasonCode Translate(MqttSubscribeReasonCode code, bool isVersion5) =>
        isVersion5 || code < MqttSubscribeReasonCode.UnspecifiedError ? code : MqttSubscribeReasonCode.UnspecifiedError;
}
