using MQTTnet.Packets;
using MQTTnet.Protocol;

namespace IotPlatform.Mqtt;

// What the device subscribes to, and what comes to it of that.
internal sealed partial class DeviceChannel
{
    private CommandPath? _commands;

    /// <summary>A command may wait for the device.</summary>
    public void WakeCommands() => _commands?.Wake();

    private async ValueTask SubscribeAsync(MqttSubscribePacket subscribe)
    {
        var isSound = subscribe is { PacketIdentifier: > 0, TopicFilters.Count: > 0 }
            && subscribe.TopicFilters.TrueForAll(filter => filter.QualityOfServiceLevel <= MqttQualityOfServiceLevel.ExactlyOnce);
        if (!isSound)
        {
            Fail(MqttDisconnectReasonCode.ProtocolError);
            return;
        }

        await _writer.SendAsync(Subscriptions.Subscribe(Session!, subscribe, IsVersion5), 0, _closed.Token).ConfigureAwait(false);
        _commands!.Resubscribed();
    }

    private async ValueTask UnsubscribeAsync(MqttUnsubscribePacket unsubscribe)
    {
        if (unsubscribe is not { PacketIdentifier: > 0, TopicFilters.Count: > 0 }) Fail(MqttDisconnectReasonCode.ProtocolError);
        else await _writer.SendAsync(Subscriptions.Unsubscribe(Session!, unsubscribe), 0, _closed.Token).ConfigureAwait(false);
    }
}
