using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using IotPlatform.Benchmarks.Load;

namespace IotPlatform.Benchmarks.Baselines;

/// <summary>
/// Answers CONNECT and PUBLISH with CONNACK and PUBACK, and does nothing else: the least that a server can do. What the load
/// generator reaches against it is the generator's own ceiling. Listens on <c>BASELINE_MQTT_PORT</c>.
/// </summary>
internal static class AckServer
{
    public const string Verb = "baseline-acks";
    private const int ListenerKey = -1;
    private const int BufferSize = 64 * 1024;

    public static void Run()
    {
        using var listener = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        listener.Bind(new IPEndPoint(IPAddress.Loopback, MqttBaseline.Port(MqttBaseline.PortSetting)));
        listener.Listen(1024);
        using var epoll = new Epoll(256);
        epoll.Watch((int)listener.Handle, ListenerKey);
        var clients = new List<Client>();
        var (receive, send, keys) = (new byte[BufferSize], new byte[BufferSize], new int[256]);
        while (true)
        {
            foreach (var key in keys.AsSpan(0, epoll.Wait(keys, -1)))
            {
                if (key is not ListenerKey)
                {
                    clients[key].Answer(receive, send);
                    continue;
                }
                clients.Add(new Client(listener.Accept()));
                epoll.Watch(clients[^1].Descriptor, clients.Count - 1);
            }
        }
    }

    private sealed class Client(Socket socket)
    {
        private byte[] _partial = [];

        public int Descriptor { get; } = (int)socket.Handle;

        public void Answer(byte[] receive, byte[] send)
        {
            _partial.CopyTo(receive, 0);
            var read = (int)Native.Receive(Descriptor, ref receive[_partial.Length], receive.Length - _partial.Length, Native.DoNotWait);
            if (read <= 0)
            {
                if (read is 0) socket.Dispose();
                return;
            }
            var rest = receive.AsSpan(0, _partial.Length + read);
            var length = 0;
            while (TakePacket(ref rest, out var packet)) length = Acknowledge(packet, send, length);
            _partial = rest.ToArray();
            _ = Native.Send(Descriptor, ref send[0], length, Native.NoSignal);
        }

        /// <summary>The first whole packet; none of ours needs more than two bytes of length.</summary>
        private static bool TakePacket(ref Span<byte> bytes, out Span<byte> packet)
        {
            packet = default;
            if (bytes.Length < 3) return false;
            var head = bytes[1] < 128 ? 2 : 3;
            var length = head + (head is 2 ? bytes[1] : (bytes[1] & 127) + 128 * bytes[2]);
            if (bytes.Length < length) return false;
            packet = bytes[..length];
            bytes = bytes[length..];
            // What follows needs the place where the body begins, no longer its length.
            packet[1] = (byte)head;
            return true;
        }

        private static int Acknowledge(Span<byte> packet, byte[] send, int at)
        {
            (send[at], send[at + 1], send[at + 2], send[at + 3]) = (MqttPacket.ConnAck, 2, 0, 0);
            if (packet[0] is not MqttPacket.PublishOnce) return at + 4;
            var head = packet[1];
            var topic = BinaryPrimitives.ReadUInt16BigEndian(packet[head..]);
            send[at] = MqttPacket.PubAck;
            packet.Slice(head + 2 + topic, 2).CopyTo(send.AsSpan(at + 2));
            return at + 4;
        }
    }
}
