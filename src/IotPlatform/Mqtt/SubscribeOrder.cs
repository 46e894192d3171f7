using MQTTnet.Packets;
using MQTTnet.Protocol;

namespace IotPlatform.Mqtt;

/// <summary>
/// Puts the reason codes of a SUBACK into the order of the SUBSCRIBE's filters. The MQTT server answers them by descending QoS, so that
/// a client would hold the wrong filter for refused.
/// </summary>
internal sealed class SubscribeOrder
{
    private readonly Dictionary<ushort, int[]> _orders = [];

    /// <summary>Takes note of the order of the filters.</summary>
    public void Remember(MqttSubscribePacket subscribe)
    {
        var order = subscribe.TopicFilters
            .Select((filter, index) => (filter.QualityOfServiceLevel, index))
            .OrderByDescending(x => x.QualityOfServiceLevel)
            .Select(x => x.index)
            .ToArray();
        lock (_orders) _orders[subscribe.PacketIdentifier] = order;
    }

    /// <summary>Restores it; a 3.1.1 client knows but one code for a refusal.</summary>
    public void Restore(MqttSubAckPacket ack, bool isVersion5)
    {
        int[]? order;
        lock (_orders)
            if (!_orders.Remove(ack.PacketIdentifier, out order) || order.Length != ack.ReasonCodes.Count) return;

        var codes = new MqttSubscribeReasonCode[order.Length];
        for (var i = 0; i < order.Length; i++)
        {
            var code = ack.ReasonCodes[i];
            var refused = code >= MqttSubscribeReasonCode.UnspecifiedError;
            codes[order[i]] = refused && !isVersion5 ? MqttSubscribeReasonCode.UnspecifiedError : code;
        }

        ack.ReasonCodes = [.. codes];
    }
}
