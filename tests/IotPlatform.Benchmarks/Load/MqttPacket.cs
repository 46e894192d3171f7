using System.Buffers.Binary;
using System.Text;

namespace IotPlatform.Benchmarks.Load;

/// <summary>The MQTT 3.1.1 packets that the generator sends, encoded once and sent many times.</summary>
internal static class MqttPacket
{
    /// <summary>A PUBLISH of quality of service 1, neither retained nor a repetition.</summary>
    public const byte PublishOnce = 0x32;
    public const byte ConnAck = 0x20;
    public const byte PubAck = 0x40;

    private const ushort KeepAliveSeconds = 600;
    private const byte CleanSession = 0x02;
    private const byte WithPassword = 0x40;
    private const byte WithUserName = 0x80;

    public static byte[] Connect(string clientId, string userName, string password)
    {
        using var body = new MemoryStream();
        WriteText(body, "MQTT");
        body.WriteByte(4);
        body.WriteByte(CleanSession | WithPassword | WithUserName);
        WriteNumber(body, KeepAliveSeconds);
        WriteText(body, clientId);
        WriteText(body, userName);
        WriteText(body, password);
        return Frame(0x10, body.ToArray());
    }

    /// <summary>A PUBLISH of quality of service 1.</summary>
    public static byte[] Publish(string topic, ushort packetId, ReadOnlySpan<byte> payload)
    {
        using var body = new MemoryStream();
        WriteText(body, topic);
        WriteNumber(body, packetId);
        body.Write(payload);
        return Frame(PublishOnce, body.ToArray());
    }

    private static byte[] Frame(byte type, byte[] body)
    {
        using var packet = new MemoryStream();
        packet.WriteByte(type);
        var rest = body.Length;
        do
        {
            packet.WriteByte((byte)(rest % 128 | (rest >= 128 ? 128 : 0)));
            rest /= 128;
        }
        while (rest > 0);
        packet.Write(body);
        return packet.ToArray();
    }

    private static void WriteText(Stream stream, string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        WriteNumber(stream, (ushort)bytes.Length);
        stream.Write(bytes);
    }

    private static void WriteNumber(Stream stream, ushort number)
    {
        Span<byte> bytes = stackalloc byte[2];
        BinaryPrimitives.WriteUInt16BigEndian(bytes, number);
        stream.Write(bytes);
    }
}
