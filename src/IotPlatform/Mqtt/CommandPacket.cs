using System.Buffers;
using MQTTnet.Packets;
using MQTTnet.Protocol;
using NodaTime;

namespace IotPlatform.Mqtt;

/// <summary>Makes the PUBLISH of a command.</summary>
internal static class CommandPacket
{
    /// <summary>With the highest QoS of the subscriptions that match it; an MQTT 5 client is told its id and how long it is good.</summary>
    public static MqttPublishPacket Of(
        WaitingCommand command, string topic, IReadOnlyList<Subscription> subscriptions, bool isVersion5, Instant now)
    {
        var packet = new MqttPublishPacket
        {
            Topic = topic,
            Payload = new ReadOnlySequence<byte>(command.Payload),
            QualityOfServiceLevel = (MqttQualityOfServiceLevel)subscriptions.Max(subscription => subscription.QoS),
        };
        if (!isVersion5) return packet;
        packet.MessageExpiryInterval = (uint)Math.Max(1, (long)(command.ExpiresAt - now).TotalSeconds);
        packet.UserProperties = [new("command_id", System.Text.Encoding.UTF8.GetBytes(command.Id))];
        packet.SubscriptionIdentifiers = [.. subscriptions.Select(subscription => subscription.Identifier).Where(id => id > 0).Distinct()];
        return packet;
    }
}
