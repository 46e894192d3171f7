using System.Buffers.Binary;
using System.Text;
using IotPlatform.IntegrationTests.Mqtt;

namespace IotPlatform.IntegrationTests.Commands;

/// <summary>A device over raw 3.1.1 that gets its commands and acknowledges what the test tells it to.</summary>
internal sealed class CommandListener(RawClient client) : IDisposable
{
    /// <summary>Logs in; flags 0xC0 keep the session.</summary>
    public static async Task<CommandListener> ConnectAsync(TestDevice device, int port, byte flags = 0xC2) =>
        new(await RawClient.LoginAsync(port, RawClient.Connect(device.Id, device.Username, device.Password, flags: flags)));

    /// <summary>Logs in and subscribes to all commands.</summary>
    public static async Task<CommandListener> SubscribeAsync(TestDevice device, int port, byte qos = 1, byte flags = 0xC2)
    {
        var listener = await ConnectAsync(device, port, flags);
        await listener.SubscribeAsync(device, qos);
        return listener;
    }

    public async Task SubscribeAsync(TestDevice device, byte qos = 1)
    {
        client.Send(RawClient.Subscribe(1, $"devices/{device.Id}/commands/#", qos));
        if (await client.ReadPacketAsync() is not [0x90, _, _, _, var granted] || granted != qos)
            throw new InvalidOperationException("Not granted");
    }

    /// <summary>The next command.</summary>
    public async Task<(string Name, string Payload, ushort PacketId, bool IsDuplicate)> ReadAsync()
    {
        var packet = await client.ReadPacketAsync();
        if (packet[0] >> 4 is not 3) throw new InvalidOperationException($"No command: {Convert.ToHexString(packet)}");
        var body = packet.AsSpan(packet[1] < 128 ? 2 : 3);
        var length = BinaryPrimitives.ReadUInt16BigEndian(body);
        var topic = Encoding.UTF8.GetString(body.Slice(2, length));
        var rest = body[(2 + length)..];
        var hasId = (packet[0] & 6) > 0;
        var id = hasId ? BinaryPrimitives.ReadUInt16BigEndian(rest) : (ushort)0;
        return (topic.Split('/')[^1], Encoding.UTF8.GetString(hasId ? rest[2..] : rest), id, (packet[0] & 8) > 0);
    }

    public void Acknowledge(ushort packetId) => client.Send(RawClient.PubAck(packetId));

    public Task<bool> IsQuietAsync() => client.IsQuietAsync();

    public void Dispose() => client.Dispose();
}
