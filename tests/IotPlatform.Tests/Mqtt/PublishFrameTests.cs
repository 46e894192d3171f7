using System.Text;
using IotPlatform.Mqtt;
using MQTTnet.Protocol;
using Shouldly;
using Xunit;

namespace IotPlatform.Tests.Mqtt;

public sealed class PublishFrameTests
{
    [Fact]
    public void a_qos_1_message_has_topic_id_and_payload()
    {
        byte[] body = [0, 3, .. "a/b"u8, 0x12, 0x34, .. "22.5"u8];

        PublishFrame.TryRead(0x3A, body, isVersion5: false, out var publish).ShouldBeNull();

        publish.QoS.ShouldBe(1);
        publish.IsDuplicate.ShouldBeTrue();
        publish.PacketId.ShouldBe((ushort)0x1234);
        Encoding.UTF8.GetString(body.AsSpan(publish.TopicStart, publish.TopicLength)).ShouldBe("a/b");
        Encoding.UTF8.GetString(body.AsSpan(publish.PayloadStart)).ShouldBe("22.5");
    }

    [Fact]
    public void properties_are_passed_over_and_the_alias_is_kept()
    {
        byte[] body =
        [
            0, 1, (byte)'a', 31,
            0x01, 1,
            0x02, 0, 0, 0, 9,
            0x03, 0, 2, (byte)'t', (byte)'x',
            0x08, 0, 1, (byte)'r',
            0x09, 0, 2, 7, 7,
            0x23, 0, 5,
            0x26, 0, 1, (byte)'k', 0, 1, (byte)'v',
            .. "payload"u8,
        ];

        PublishFrame.TryRead(0x30, body, isVersion5: true, out var publish).ShouldBeNull();

        publish.TopicAlias.ShouldBe((ushort)5);
        Encoding.UTF8.GetString(body.AsSpan(publish.PayloadStart)).ShouldBe("payload");
    }

    [Theory]
    [InlineData(0x36, new byte[] { 0, 1, 97, 0, 1 }, "QoS 3")]
    [InlineData(0x38, new byte[] { 0, 1, 97 }, "a duplicate without acknowledgement")]
    [InlineData(0x32, new byte[] { 0, 1, 97, 0, 0 }, "packet id 0")]
    [InlineData(0x32, new byte[] { 0, 1, 97, 0 }, "half a packet id")]
    [InlineData(0x30, new byte[] { 0, 9, 97 }, "a topic longer than the packet")]
    [InlineData(0x30, new byte[] { 0 }, "half a length")]
    [InlineData(0x30, new byte[] { }, "nothing")]
    public void what_is_no_publish_is_malformed(byte header, byte[] body, string what) =>
        PublishFrame.TryRead(header, body, isVersion5: false, out _).ShouldBe(MqttDisconnectReasonCode.MalformedPacket, what);

    [Theory]
    [InlineData(new byte[] { 0, 1, 97 }, MqttDisconnectReasonCode.MalformedPacket, "no property length")]
    [InlineData(new byte[] { 0, 1, 97, 9, 1 }, MqttDisconnectReasonCode.MalformedPacket, "properties longer than the packet")]
    [InlineData(new byte[] { 0, 1, 97, 2, 0x0B, 1 }, MqttDisconnectReasonCode.MalformedPacket, "a subscription identifier from a client")]
    [InlineData(new byte[] { 0, 1, 97, 3, 0x02, 0, 0 }, MqttDisconnectReasonCode.MalformedPacket, "half an expiry")]
    [InlineData(new byte[] { 0, 1, 97, 3, 0x03, 0, 9 }, MqttDisconnectReasonCode.MalformedPacket, "a text longer than the properties")]
    [InlineData(new byte[] { 0, 1, 97, 3, 0x23, 0, 0 }, MqttDisconnectReasonCode.TopicAliasInvalid, "alias 0")]
    [InlineData(new byte[] { 0, 1, 97, 3, 0x23, 0, 33 }, MqttDisconnectReasonCode.TopicAliasInvalid, "an alias above the maximum")]
    [InlineData(new byte[] { 0, 1, 97, 6, 0x23, 0, 1, 0x23, 0, 1 }, MqttDisconnectReasonCode.ProtocolError, "two aliases")]
    public void broken_properties_are_told_apart(byte[] body, MqttDisconnectReasonCode reason, string what) =>
        PublishFrame.TryRead(0x30, body, isVersion5: true, out _).ShouldBe(reason, what);

    [Fact]
    public void no_bytes_whatsoever_make_the_reader_fail()
    {
        var random = new Random(7);
        for (var i = 0; i < 50_000; i++)
        {
            var body = new byte[random.Next(24)];
            random.NextBytes(body);
            if (body.Length > 1) body[0] = 0;
            if (PublishFrame.TryRead((byte)(0x30 | random.Next(16)), body, isVersion5: i % 2 is 0, out var publish) is null)
                publish.PayloadStart.ShouldBeInRange(2, body.Length);
        }
    }
}
