using System.Buffers;
using MQTTnet.Protocol;

namespace IotPlatform.Mqtt;

/// <summary>What came of looking for a packet at the head of the bytes received so far.</summary>
internal enum FrameStatus
{
    Complete,
    Incomplete,
    TooLarge,
    Malformed,
}

/// <summary>A control packet as it came over the wire.</summary>
/// <param name="Header">The first byte: packet type and flags.</param>
/// <param name="Body">Everything after the remaining length.</param>
internal readonly record struct Frame(byte Header, ReadOnlySequence<byte> Body)
{
    public MqttControlPacketType Type => (MqttControlPacketType)(Header >> 4);

    /// <summary>
    /// Takes one packet off <paramref name="buffer"/>. The announced length is judged before the body is waited for, so a packet
    /// that is too large costs no memory.
    /// </summary>
    public static FrameStatus TryRead(ref ReadOnlySequence<byte> buffer, out Frame frame)
    {
        frame = default;
        var head = new SequenceReader<byte>(buffer);
        if (!head.TryRead(out var header)) return FrameStatus.Incomplete;

        var length = 0;
        for (var shift = 0; ; shift += 7)
        {
            if (shift > 21) return FrameStatus.Malformed;
            if (!head.TryRead(out var digit)) return FrameStatus.Incomplete;
            length |= (digit & 0x7F) << shift;
            if ((digit & 0x80) is 0) break;
        }

        if (head.Consumed + length > MqttLimits.PacketBytes) return FrameStatus.TooLarge;
        if (head.Remaining < length) return FrameStatus.Incomplete;
        frame = new Frame(header, buffer.Slice(head.Position, length));
        buffer = buffer.Slice(frame.Body.End);
        return FrameStatus.Complete;
    }

    /// <summary>Whether a client may send such a packet with such flags at all; the flags of PUBLISH are judged with its body.</summary>
    public bool IsFromClient() => Type switch
    {
        MqttControlPacketType.Publish => true,
        MqttControlPacketType.PubRel or MqttControlPacketType.Subscribe or MqttControlPacketType.Unsubscribe => (Header & 0x0F) is 2,
        MqttControlPacketType.PingReq => (Header & 0x0F) is 0 && Body.IsEmpty,
        MqttControlPacketType.Connect or MqttControlPacketType.PubAck or MqttControlPacketType.PubRec or MqttControlPacketType.PubComp
            or MqttControlPacketType.Disconnect or MqttControlPacketType.Auth => (Header & 0x0F) is 0,
        _ => false,
    };
}
