using System.Net;
using System.Net.Sockets;

namespace IotPlatform.IntegrationTests.EndToEnd;

/// <summary>
/// Strangers and devices gone mad, each on one connection after the other: some never log in, others do and then send what they like.
/// What is sent follows from the seed; how it is mixed on the wire does not.
/// </summary>
internal sealed class PacketStorm(int port, IReadOnlyList<TestDevice> devices, int seed)
{
    private const int PacketsOfConnection = 4;
    private const byte ConnAck = 0x20;
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(300);
    private int _sent;
    private int _connections;
    private int _logins;

    /// <summary>Packets that were sent.</summary>
    public int Sent => _sent;

    /// <summary>Connections that were made for them.</summary>
    public int Connections => _connections;

    /// <summary>Those of them that got in, so that their packets were looked at as a device's.</summary>
    public int Logins => _logins;

    /// <summary>Sends so many packets.</summary>
    public Task RunAsync(int packets) => Task.WhenAll(devices.Select((device, i) => Task.Run(() => BlowAsync(device, i, packets))));

    private async Task BlowAsync(TestDevice device, int number, int packets)
    {
        var random = new Random(seed + number);
        var forge = new PacketForge(random, device);
        while (_sent < packets)
        {
            var version = (byte)random.Next(4, 6);
            var logsIn = random.Next(4) > 0;
            // Who fails to log in is slowed by address; those who succeed must come from another one.
            using var socket = Connect((byte)((logsIn ? 100 : 50) + number));
            byte[][] conversation = logsIn
                ? [forge.Connect(version), .. Enumerable.Range(0, PacketsOfConnection).Select(_ => forge.AfterLogin(version))]
                : [forge.InsteadOfLogin(version)];
            Interlocked.Increment(ref _connections);
            Interlocked.Add(ref _sent, logsIn ? PacketsOfConnection : 1);
            await SendAsync(socket, conversation, random.Next(20) is 0 ? random.Next(1, 8) : int.MaxValue);
        }
    }

    // The goodbye comes after all bytes, so that they are read before it is; then the platform closes, unless it holds a failed login back.
    private async Task SendAsync(Socket socket, byte[][] conversation, int fragment)
    {
        using var patience = new CancellationTokenSource(Patience);
        try
        {
            foreach (var bytes in conversation.SelectMany(packet => packet).Chunk(fragment)) await socket.SendAsync(bytes, patience.Token);
            socket.Shutdown(SocketShutdown.Send);
            var scratch = new byte[1024];
            if (await socket.ReceiveAsync(scratch, patience.Token) > 3 && scratch is [ConnAck, _, _, 0, ..])
                Interlocked.Increment(ref _logins);
            while (await socket.ReceiveAsync(scratch, patience.Token) > 0) { }
        }
        catch (Exception closed) when (closed is SocketException or OperationCanceledException)
        {
            // The platform has had enough.
        }
    }

    private Socket Connect(byte host)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp)
        {
            NoDelay = true,
            // No port of this machine waits for stragglers.
            LingerState = new LingerOption(true, 0),
        };
        socket.Bind(new IPEndPoint(new IPAddress([127, 0, 0, host]), 0));
        socket.Connect(IPAddress.Loopback, port);
        return socket;
    }
}
