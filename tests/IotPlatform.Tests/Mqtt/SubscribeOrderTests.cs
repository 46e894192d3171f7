using IotPlatform.Mqtt;
using MQTTnet.Packets;
using MQTTnet.Protocol;
using Shouldly;
using Xunit;

namespace IotPlatform.Tests.Mqtt;

public sealed class SubscribeOrderTests
{
    private readonly SubscribeOrder _order = new();

    [Fact]
    public void codes_by_descending_qos_go_back_to_their_filters()
    {
        _order.Remember(Subscribe(7, 0, 2, 1, 2));
        // What the server answers: the filters of QoS 2 in their order, then 1, then 0.
        var ack = Ack(7, MqttSubscribeReasonCode.GrantedQoS2, MqttSubscribeReasonCode.NotAuthorized,
            MqttSubscribeReasonCode.GrantedQoS1, MqttSubscribeReasonCode.GrantedQoS0);

        _order.Restore(ack, isVersion5: true);

        ack.ReasonCodes.ShouldBe([MqttSubscribeReasonCode.GrantedQoS0, MqttSubscribeReasonCode.GrantedQoS2,
            MqttSubscribeReasonCode.GrantedQoS1, MqttSubscribeReasonCode.NotAuthorized]);
    }

    [Fact]
    public void version_3_has_one_code_for_all_refusals()
    {
        _order.Remember(Subscribe(1, 1, 1));
        var ack = Ack(1, MqttSubscribeReasonCode.SharedSubscriptionsNotSupported, MqttSubscribeReasonCode.GrantedQoS1);

        _order.Restore(ack, isVersion5: false);

        ack.ReasonCodes.ShouldBe([MqttSubscribeReasonCode.UnspecifiedError, MqttSubscribeReasonCode.GrantedQoS1]);
    }

    private static MqttSubscribePacket Subscribe(ushort id, params int[] qos) => new()
    {
        PacketIdentifier = id,
        TopicFilters = [.. qos.Select((x, i) => new MqttTopicFilter { Topic = $"t{i}", QualityOfServiceLevel = (MqttQualityOfServiceLevel)x })],
    };

    private static MqttSubAckPacket Ack(ushort id, params MqttSubscribeReasonCode[] codes) => new() { PacketIdentifier = id, ReasonCodes = [.. codes] };
}
