using System.Buffers;
using IotPlatform.Mqtt;
using Shouldly;
using Xunit;

namespace IotPlatform.Tests.Mqtt;

public sealed class ConnectFrameTests
{
    [Theory]
    [InlineData(4, 0xC2)]
    [InlineData(5, 0xC2)]
    [InlineData(5, 0x40)]
    [InlineData(4, 0xF6)]
    [InlineData(4, 0x00)]
    public void both_versions_and_proper_flags_are_good(byte version, byte flags) => Check(version, flags).ShouldBe(ConnectVerdict.Good);

    [Theory]
    [InlineData(0xC3, "the reserved bit")]
    [InlineData(0xDE, "a will of QoS 3")]
    [InlineData(0xE2, "a retained will without a will")]
    [InlineData(0xCA, "a will QoS without a will")]
    [InlineData(0x42, "a password without a user name")]
    public void contradictory_flags_are_malformed(byte flags, string what) => Check(4, flags).ShouldBe(ConnectVerdict.Malformed, what);

    [Theory]
    [InlineData(3)]
    [InlineData(6)]
    public void other_versions_are_unsupported(byte version) => Check(version, 0xC2).ShouldBe(ConnectVerdict.UnsupportedVersion);

    [Fact]
    public void version_3_1_is_unsupported_and_strangers_are_malformed()
    {
        Check("\0\u0006MQIsdp\u0003\u0002"u8).ShouldBe(ConnectVerdict.UnsupportedVersion);
        Check("GET / HTTP/1.1"u8).ShouldBe(ConnectVerdict.Malformed);
        Check("\0\u0004MQT"u8).ShouldBe(ConnectVerdict.Malformed);
        Check([]).ShouldBe(ConnectVerdict.Malformed);
    }

    [Fact]
    public void a_nameless_client_can_not_ask_for_its_session()
    {
        Check("\0\u0004MQTT\u0004\u0000\0\0\0\0"u8).ShouldBe(ConnectVerdict.Nameless);
        Check("\0\u0004MQTT\u0004\u0002\0\0\0\0"u8).ShouldBe(ConnectVerdict.Good);
        Check("\0\u0004MQTT\u0004\u0000\0\0\0\u0001x"u8).ShouldBe(ConnectVerdict.Good);
    }

    private static ConnectVerdict Check(byte version, byte flags) => Check([.. "\0\u0004MQTT"u8, version, flags]);

    private static ConnectVerdict Check(ReadOnlySpan<byte> body) => ConnectFrame.Check(new ReadOnlySequence<byte>(body.ToArray()));
}
