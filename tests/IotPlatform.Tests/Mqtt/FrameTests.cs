using System.Buffers;
using IotPlatform.Mqtt;
using MQTTnet.Protocol;
using Shouldly;
using Xunit;

namespace IotPlatform.Tests.Mqtt;

public sealed class FrameTests
{
    [Fact]
    public void two_packets_in_one_buffer_are_two_frames()
    {
        var buffer = new ReadOnlySequence<byte>([0xC0, 0x00, 0x30, 0x03, 0x00, 0x01, 0x61, 0xFF]);

        Frame.TryRead(ref buffer, out var ping).ShouldBe(FrameStatus.Complete);
        Frame.TryRead(ref buffer, out var publish).ShouldBe(FrameStatus.Complete);

        ping.Type.ShouldBe(MqttControlPacketType.PingReq);
        publish.Type.ShouldBe(MqttControlPacketType.Publish);
        publish.Body.ToArray().ShouldBe([0x00, 0x01, 0x61]);
        buffer.ToArray().ShouldBe([0xFF]);
    }

    [Theory]
    [InlineData(new byte[] { })]
    [InlineData(new byte[] { 0x30 })]
    [InlineData(new byte[] { 0x30, 0x80 })]
    [InlineData(new byte[] { 0x30, 0x03, 0x00 })]
    public void half_a_packet_is_waited_for(byte[] bytes)
    {
        var buffer = new ReadOnlySequence<byte>(bytes);
        Frame.TryRead(ref buffer, out _).ShouldBe(FrameStatus.Incomplete);
        buffer.Length.ShouldBe(bytes.Length);
    }

    [Fact]
    public void an_announced_length_above_the_cap_is_refused_before_the_body_comes()
    {
        var largest = new ReadOnlySequence<byte>([0x10, 0xFF, 0xFF, 0xFF, 0x7F]);
        Frame.TryRead(ref largest, out _).ShouldBe(FrameStatus.TooLarge);

        // 262,144 bytes with the four bytes of the fixed header: 262,140 = BC FF 0F in the variable length encoding.
        var atCap = new ReadOnlySequence<byte>([0x30, 0xFC, 0xFF, 0x0F]);
        Frame.TryRead(ref atCap, out _).ShouldBe(FrameStatus.Incomplete);
        var aboveCap = new ReadOnlySequence<byte>([0x30, 0xFD, 0xFF, 0x0F]);
        Frame.TryRead(ref aboveCap, out _).ShouldBe(FrameStatus.TooLarge);
    }

    [Fact]
    public void a_length_of_five_digits_is_malformed()
    {
        var buffer = new ReadOnlySequence<byte>([0x10, 0xFF, 0xFF, 0xFF, 0xFF, 0x01]);
        Frame.TryRead(ref buffer, out _).ShouldBe(FrameStatus.Malformed);
    }

    [Theory]
    [InlineData(0x10, true)]
    [InlineData(0x11, false)]
    [InlineData(0x20, false)]
    [InlineData(0x3D, true)]
    [InlineData(0x60, false)]
    [InlineData(0x62, true)]
    [InlineData(0x80, false)]
    [InlineData(0x82, true)]
    [InlineData(0x90, false)]
    [InlineData(0xA2, true)]
    [InlineData(0xC0, true)]
    [InlineData(0xC1, false)]
    [InlineData(0xD0, false)]
    [InlineData(0xE0, true)]
    [InlineData(0x00, false)]
    public void a_client_sends_only_its_own_packets_with_their_own_flags(byte header, bool isFromClient) =>
        new Frame(header, ReadOnlySequence<byte>.Empty).IsFromClient().ShouldBe(isFromClient);
}
