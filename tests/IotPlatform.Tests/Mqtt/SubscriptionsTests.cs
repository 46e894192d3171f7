using IotPlatform.Devices;
using IotPlatform.Mqtt;
using MQTTnet.Packets;
using MQTTnet.Protocol;
using Shouldly;
using Xunit;

namespace IotPlatform.Tests.Mqtt;

public sealed class SubscriptionsTests
{
    private readonly DeviceSession _session = new(new DeviceHandle(1, "acme", "pump-1"), new SessionMemory());

    [Fact]
    public void each_filter_gets_its_own_answer_in_its_place()
    {
        Subscribe(true, ("devices/pump-1/commands/a", 0), ("#", 1), ("devices/pump-1/commands/b", 2), ("$share/g/x", 0), ("devices/#/x", 0)).ShouldBe(
        [
            MqttSubscribeReasonCode.GrantedQoS0, MqttSubscribeReasonCode.NotAuthorized, MqttSubscribeReasonCode.GrantedQoS1,
            MqttSubscribeReasonCode.SharedSubscriptionsNotSupported, MqttSubscribeReasonCode.TopicFilterInvalid,
        ]);
        _session.Memory.Match("devices/pump-1/commands/b").ShouldBe([new Subscription("devices/pump-1/commands/b", 1, 0)]);
    }

    [Fact]
    public void version_3_has_one_code_for_all_refusals() =>
        Subscribe(false, ("$share/g/x", 1), ("devices/pump-1/commands/a", 1))
            .ShouldBe([MqttSubscribeReasonCode.UnspecifiedError, MqttSubscribeReasonCode.GrantedQoS1]);

    [Fact]
    public void who_subscribes_again_changes_the_subscription()
    {
        Subscribe(true, ("devices/pump-1/commands/a", 1), ("devices/pump-1/commands/a", 0));
        _session.Memory.Match("devices/pump-1/commands/a").ShouldHaveSingleItem().QoS.ShouldBe(0);
    }

    private List<MqttSubscribeReasonCode> Subscribe(bool isVersion5, params (string Topic, int QoS)[] filters) => Subscriptions.Subscribe(
        _session,
        new() { TopicFilters = [.. filters.Select(filter => new MqttTopicFilter { Topic = filter.Topic, QualityOfServiceLevel = (MqttQualityOfServiceLevel)filter.QoS })] },
        isVersion5).ReasonCodes;
}
