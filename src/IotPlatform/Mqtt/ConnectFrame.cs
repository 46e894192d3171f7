using System.Buffers;

namespace IotPlatform.Mqtt;

/// <summary>What the first bytes of a CONNECT say about it.</summary>
internal enum ConnectVerdict
{
    Good,
    UnsupportedVersion,
    /// <summary>A 3.1.1 client without a client id wants a session back that it can't name.</summary>
    Nameless,
    Malformed,
}

/// <summary>Checks what the packet decoder takes on trust: protocol name, version and the connect flags.</summary>
internal static class ConnectFrame
{
    private const byte Reserved =
        0x01, CleanSession = 0x02, Will = 0x04, WillQoS = 0x18, WillRetain = 0x20, Password = 0x40, Username = 0x80;

    /// <summary>Judges the body of a CONNECT packet.</summary>
    public static ConnectVerdict Check(ReadOnlySequence<byte> body)
    {
        Span<byte> head = stackalloc byte[12];
        var length = (int)Math.Min(body.Length, head.Length);
        body.Slice(0, length).CopyTo(head);
        if (head[..length].StartsWith("\0\u0006MQIsdp"u8)) return ConnectVerdict.UnsupportedVersion;
        if (length < 8 || !head.StartsWith("\0\u0004MQTT"u8)) return ConnectVerdict.Malformed;
        if (head[6] is not (4 or 5)) return ConnectVerdict.UnsupportedVersion;
        if (!AreFlagsGood(head[7], head[6])) return ConnectVerdict.Malformed;
        var isNamed = head[6] is 5 || (head[7] & CleanSession) is not 0 || length < head.Length || head[10] is not 0 || head[11] is not 0;
        return isNamed ? ConnectVerdict.Good : ConnectVerdict.Nameless;
    }

    private static bool AreFlagsGood(byte flags, byte version) =>
        (flags & Reserved) is 0
        && (flags & WillQoS) is not WillQoS
        && ((flags & Will) is not 0 || (flags & (WillQoS | WillRetain)) is 0)
        && (version is 5 || (flags & Password) is 0 || (flags & Username) is not 0);
}
