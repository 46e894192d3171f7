using System.Buffers.Binary;
using MQTTnet.Protocol;

namespace IotPlatform.Mqtt;

/// <summary>A PUBLISH packet, as places in its body: nothing is copied or allocated to read it.</summary>
internal readonly record struct PublishFrame(
    int QoS, bool IsDuplicate, ushort PacketId, int TopicStart, int TopicLength, ushort TopicAlias, int PayloadStart)
{
    private const int PropertyFormat = 0x01, PropertyExpiry = 0x02, PropertyContentType = 0x03, PropertyResponseTopic = 0x08,
        PropertyCorrelation = 0x09, PropertyAlias = 0x23, PropertyUser = 0x26;

    /// <summary>Reads the body of a PUBLISH; answers the reason to disconnect with if it is none.</summary>
    public static MqttDisconnectReasonCode? TryRead(byte header, ReadOnlySpan<byte> body, bool isVersion5, out PublishFrame frame)
    {
        frame = default;
        var qos = (header >> 1) & 3;
        // QoS 3 does not exist, and a message without acknowledgement can't be a duplicate.
        if (qos is 3 || (qos is 0 && (header & 0x08) is not 0)) return MqttDisconnectReasonCode.MalformedPacket;

        var at = 0;
        if (!TryTake16(body, ref at, out var topicLength) || body.Length - at < topicLength)
            return MqttDisconnectReasonCode.MalformedPacket;
        var topicStart = at;
        at += topicLength;

        ushort packetId = 0;
        if (qos > 0 && (!TryTake16(body, ref at, out packetId) || packetId is 0)) return MqttDisconnectReasonCode.MalformedPacket;

        int alias = -1;
        if (isVersion5 && TrySkipProperties(body, ref at, ref alias) is { } fault) return fault;
        if (alias is 0 or > MqttLimits.TopicAliases) return MqttDisconnectReasonCode.TopicAliasInvalid;

        frame = new PublishFrame(qos, (header & 0x08) is not 0, packetId, topicStart, topicLength, (ushort)Math.Max(alias, 0), at);
        return null;
    }

    private static MqttDisconnectReasonCode? TrySkipProperties(ReadOnlySpan<byte> body, ref int at, ref int alias)
    {
        if (!TryTakeVarInt(body, ref at, out var length) || body.Length - at < length) return MqttDisconnectReasonCode.MalformedPacket;
        var properties = body[..(at + length)];
        while (at < properties.Length)
        {
            var id = properties[at++];
            if (id is PropertyAlias && alias >= 0) return MqttDisconnectReasonCode.ProtocolError;
            var known = id switch
            {
                PropertyFormat => TrySkip(properties, ref at, 1),
                PropertyExpiry => TrySkip(properties, ref at, 4),
                PropertyContentType or PropertyResponseTopic or PropertyCorrelation => TrySkipText(properties, ref at),
                PropertyUser => TrySkipText(properties, ref at) && TrySkipText(properties, ref at),
                PropertyAlias => TryTakeAlias(properties, ref at, ref alias),
                _ => false,
            };
            if (!known) return MqttDisconnectReasonCode.MalformedPacket;
        }

        return null;
    }

    private static bool TryTakeAlias(ReadOnlySpan<byte> body, ref int at, ref int alias)
    {
        if (!TryTake16(body, ref at, out var value)) return false;
        alias = value;
        return true;
    }

    private static bool TryTake16(ReadOnlySpan<byte> body, ref int at, out ushort value)
    {
        value = 0;
        if (body.Length - at < 2) return false;
        value = BinaryPrimitives.ReadUInt16BigEndian(body[at..]);
        at += 2;
        return true;
    }

    private static bool TryTakeVarInt(ReadOnlySpan<byte> body, ref int at, out int value)
    {
        value = 0;
        for (var shift = 0; shift <= 21; shift += 7)
        {
            if (at >= body.Length) return false;
            var digit = body[at++];
            value |= (digit & 0x7F) << shift;
            if ((digit & 0x80) is 0) return true;
        }

        return false;
    }

    private static bool TrySkip(ReadOnlySpan<byte> body, ref int at, int count)
    {
        at += count;
        return at <= body.Length;
    }

    private static bool TrySkipText(ReadOnlySpan<byte> body, ref int at) =>
        TryTake16(body, ref at, out var length) && TrySkip(body, ref at, length);
}
