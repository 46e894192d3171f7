using System.Buffers;

namespace IotPlatform.Mqtt;

/// <summary>What the first bytes of a CONNECT say about it.</summary>
internal enum ConnectVerdict
{
    Good,
    UnsupportedVersion,
    Malformed,
}

/// <summary>Checks what the packet decoder takes on trust: protocol name, version and the connect flags.</summary>
internal static class ConnectFrame
{
    private const byte Reserved = 0x01, Will = 0x04, WillQoS = 0x18, WillRetain = 0x20, Password = 0x40, Username = 0x80;

    /// <summary>Judges the body of a CONNECT packet.</summary>
    public static ConnectVerdict Check(ReadOnlySequence<byte> body)
    {
        Span<byte> head = stackalloc byte[8];
        var length = (int)Math.Min(body.Length, head.Length);
        body.Slice(0, length).CopyTo(head);
        if (head[..length].StartsWith("\0\u0006MQIsdp"u8)) return ConnectVerdict.UnsupportedVersion;
        if (length < 8 || !head.StartsWith("\0\u0004MQTT"u8)) return ConnectVerdict.Malformed;
        return head[6] is 4 or 5 ? CheckFlags(head[7], head[6]) : ConnectVerdict.UnsupportedVersion;
    }

    private static ConnectVerdict CheckFlags(byte flags, byte version)
    {
        var bad = (flags & Reserved) is not 0
            || (flags & WillQoS) is WillQoS
            || ((flags & Will) is 0 && (flags & (WillQoS | WillRetain)) is not 0)
            || (version is 4 && (flags & Password) is not 0 && (flags & Username) is 0);
        return bad ? ConnectVerdict.Malformed : ConnectVerdict.Good;
    }
}
