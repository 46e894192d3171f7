using MQTTnet.Packets;

namespace IotPlatform.Mqtt;

/// <summary>Tells an MQTT 5 client what the broker really does; a 3.1.1 client is told nothing of it.</summary>
internal static class ConnAck
{
    /// <summary>Replaces what the MQTT server claims by default.</summary>
    public static void MakeHonest(MqttConnAckPacket ack, DeviceSession session)
    {
        ack.ReceiveMaximum = MqttLimits.InFlightMessages;
        ack.MaximumPacketSize = MqttLimits.PacketBytes;
        ack.TopicAliasMaximum = MqttLimits.TopicAliases;
        ack.RetainAvailable = false;
        ack.SharedSubscriptionAvailable = false;
        ack.SubscriptionIdentifiersAvailable = true;
        if (session.KeepAliveIsOurs) ack.ServerKeepAlive = session.KeepAlive;
        if (session.ExpiryIsOurs) ack.SessionExpiryInterval = session.ExpirySeconds;
    }
}
