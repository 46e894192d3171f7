using System.Text;
using IotPlatform.IntegrationTests.Mqtt;

namespace IotPlatform.IntegrationTests.EndToEnd;

/// <summary>
/// Makes packets as no client should send them, the same ones for the same seed: sound ones that were damaged, and noise.
/// </summary>
internal sealed class PacketForge(Random random, TestDevice device)
{
    private readonly string[] _topics =
    [
        $"devices/{device.Id}/telemetry", $"devices/{device.Id}/telemetry/t", $"devices/{device.Id}/status", $"devices/{device.Id}/events/a/b",
        $"devices/{device.Id}/commands/x", "devices/neighbour/telemetry", "$SYS/broker/uptime", "#", "+/+", "", "a", "\0", "devices/🌡/telemetry",
    ];

    private readonly string[] _payloads =
        ["""{"t":1}""", """{"ts":1,"values":{"t":[1]}}""", "22.5", "", "[", "{\"a\":\"\\u0000\"}", """{"n":1e999}""", "null", new string('[', 500)];

    /// <summary>The login of the device; version 4 is 3.1.1.</summary>
    public byte[] Connect(byte version) => RawClient.Connect(device.Id, device.Username, device.Password, version);

    /// <summary>A packet that comes after a login.</summary>
    public byte[] AfterLogin(byte version) => random.Next(10) < 3 ? Sound(version) : Forged(version);

    /// <summary>A packet that comes in place of a login.</summary>
    public byte[] InsteadOfLogin(byte version) => random.Next(3) switch
    {
        0 => Damage(Connect(version)),
        1 => Noise(),
        _ => Forged(version),
    };

    private byte[] Forged(byte version) => random.Next(8) switch
    {
        0 => Noise(),
        1 => Boast(),
        _ => Damage(Sound(version)),
    };

    private byte[] Sound(byte version)
    {
        byte[] properties = version is 5 ? [0] : [];
        byte[] id = [(byte)random.Next(256), (byte)random.Next(256)];
        return random.Next(9) switch
        {
            0 => RawClient.Packet(0x82, [.. id, .. properties, .. RawClient.Text(Any(_topics)), (byte)random.Next(4)]),
            1 => RawClient.Packet(0xA2, [.. id, .. properties, .. RawClient.Text(Any(_topics))]),
            2 => RawClient.Packet((byte)(random.Next(4, 8) << 4), id),
            3 => RawClient.Packet(0xC0, []),
            4 => RawClient.Packet(0x62, id),
            _ => Publish(properties),
        };
    }

    private byte[] Publish(byte[] properties)
    {
        var qos = random.Next(3);
        byte[] id = qos is 0 ? [] : [(byte)random.Next(256), (byte)random.Next(1, 256)];
        return RawClient.Packet((byte)(0x30 | (qos << 1) | random.Next(2)),
            [.. RawClient.Text(Any(_topics)), .. id, .. properties, .. Encoding.UTF8.GetBytes(Any(_payloads))]);
    }

    private byte[] Damage(byte[] packet)
    {
        var bytes = packet.ToList();
        for (var wounds = random.Next(1, 4); wounds > 0 && bytes.Count > 0; wounds--)
        {
            var at = random.Next(bytes.Count);
            switch (random.Next(6))
            {
                case 0: bytes[at] ^= (byte)(1 << random.Next(8)); break;
                case 1: bytes[at] = (byte)random.Next(256); break;
                case 2: bytes.Insert(at, (byte)random.Next(256)); break;
                case 3: bytes.RemoveAt(at); break;
                case 4: bytes.RemoveRange(at, bytes.Count - at); break;
                default: bytes[Math.Min(1, bytes.Count - 1)] = (byte)random.Next(256); break;
            }
        }
        return bytes.Count > 0 ? [.. bytes] : [0];
    }

    private byte[] Noise()
    {
        var bytes = new byte[random.Next(1, 200)];
        random.NextBytes(bytes);
        return bytes;
    }

    // A length that would fill the memory, or one that never ends.
    private byte[] Boast() => random.Next(2) is 0
        ? [(byte)(random.Next(1, 16) << 4), 0xFF, 0xFF, 0xFF, 0x7F]
        : [0x32, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF];

    private T Any<T>(T[] of) => of[random.Next(of.Length)];
}
