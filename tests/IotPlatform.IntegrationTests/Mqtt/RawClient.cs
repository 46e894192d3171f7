using System.Net.Sockets;

namespace IotPlatform.IntegrationTests.Mqtt;

/// <summary>A client that sends what it likes.</summary>
public sealed class RawClient : IDisposable
{
    private readonly TcpClient _client = new();
    private readonly Stream _stream;

    public RawClient(int port)
    {
        _client.Connect("127.0.0.1", port);
        _stream = _client.GetStream();
    }

    /// <summary>CONNECT, as 3.1.1 with a clean session where nothing else is said.</summary>
    public static byte[] Connect(
        string clientId, string username, string password, byte version = 4, ushort keepAlive = 0, byte flags = 0xC2, byte[]? properties = null)
    {
        properties = version is 5 ? [(byte)(properties?.Length ?? 0), .. properties ?? []] : [];
        return Packet(0x10, [.. Text("MQTT"), version, flags, (byte)(keepAlive >> 8), (byte)keepAlive, .. properties,
            .. Text(clientId), .. Text(username), .. Text(password)]);
    }

    /// <summary>PUBLISH with QoS 1 or 2; <paramref name="properties"/> is empty for 3.1.1 and starts with its length for 5.0.</summary>
    public static byte[] Publish(string topic, ushort id, string payload, byte header = 0x32, byte[]? properties = null) =>
        Packet(header, [.. Text(topic), (byte)(id >> 8), (byte)id, .. properties ?? [], .. System.Text.Encoding.UTF8.GetBytes(payload)]);

    /// <summary>SUBSCRIBE to one filter; <paramref name="properties"/> as for a publish.</summary>
    public static byte[] Subscribe(ushort id, string filter, byte qos = 1, byte[]? properties = null) =>
        Packet(0x82, [(byte)(id >> 8), (byte)id, .. properties ?? [], .. Text(filter), qos]);

    /// <summary>PUBACK.</summary>
    public static byte[] PubAck(ushort id) => [0x40, 2, (byte)(id >> 8), (byte)id];

    public static byte[] Packet(byte header, byte[] body)
    {
        var length = new List<byte>();
        var rest = body.Length;
        do
        {
            length.Add((byte)((rest % 128) | (rest > 127 ? 0x80 : 0)));
            rest /= 128;
        }
        while (rest > 0);
        return [header, .. length, .. body];
    }

    public static byte[] Text(string text)
    {
        var bytes = System.Text.Encoding.UTF8.GetBytes(text);
        return [(byte)(bytes.Length >> 8), (byte)bytes.Length, .. bytes];
    }

    /// <summary>A client that was let in with this CONNECT.</summary>
    public static async Task<RawClient> LoginAsync(int port, byte[] connect)
    {
        var client = new RawClient(port).Send(connect);
        var answer = await client.ReadPacketAsync();
        if (answer is not [0x20, _, _, 0, ..]) throw new InvalidOperationException($"Not let in: {Convert.ToHexString(answer)}");
        return client;
    }

    /// <summary>The next packet, whole; those of the tests have a length of one or two bytes.</summary>
    public async Task<byte[]> ReadPacketAsync()
    {
        var head = await ReadAsync(2);
        if (head[1] < 128) return [.. head, .. await ReadAsync(head[1])];
        head = [.. head, .. await ReadAsync(1)];
        return [.. head, .. await ReadAsync((head[1] & 0x7F) + (head[2] << 7))];
    }

    public RawClient Send(params byte[] bytes)
    {
        _stream.Write(bytes);
        return this;
    }

    public async Task<byte[]> ReadAsync(int count, double seconds = 15)
    {
        using var timeout = new CancellationTokenSource(TimeSpan.FromSeconds(seconds));
        var bytes = new byte[count];
        await _stream.ReadExactlyAsync(bytes, timeout.Token);
        return bytes;
    }

    /// <summary>Reads until the server closes, and answers what came before.</summary>
    public async Task<byte[]> ReadToEndAsync(double seconds = 15)
    {
        using var timeout = new CancellationTokenSource(TimeSpan.FromSeconds(seconds));
        using var all = new MemoryStream();
        try
        {
            await _stream.CopyToAsync(all, timeout.Token);
        }
        catch (IOException)
        {
            // Closed with bytes of ours unread: a reset.
        }

        return all.ToArray();
    }

    /// <summary>Whether nothing comes for a moment.</summary>
    public async Task<bool> IsQuietAsync(int milliseconds = 200)
    {
        using var timeout = new CancellationTokenSource(milliseconds);
        try
        {
            return await _stream.ReadAsync(new byte[1], timeout.Token) < 0;
        }
        catch (OperationCanceledException)
        {
            return true;
        }
    }

    public void Dispose() => _client.Dispose();
}
