using System.Buffers.Binary;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace IotPlatform.Benchmarks.Load;

/// <summary>
/// One device's MQTT connection, cut down to a closed loop: publish, await the PUBACK, publish again under the same packet id.
/// Sending blocks (what is in flight is bounded, so it never waits long); receiving does not. Not for use by two threads at once.
/// </summary>
internal sealed class MqttConnection : IDisposable
{
    public const int MaxInFlight = 10;
    private const int AnswerLimitMilliseconds = 10_000;
    private const int AckLength = 4;
    private const int WouldBlock = 11;

    private readonly Socket _socket;
    private readonly byte[][] _packets;
    private readonly bool[] _pending = new bool[MaxInFlight];
    private readonly long[] _sentAt = new long[MaxInFlight];
    private readonly byte[] _partial = new byte[AckLength];
    private int _partialLength;

    private MqttConnection(Socket socket, string topic, byte[] payload)
    {
        _socket = socket;
        Descriptor = (int)socket.Handle;
        Topic = topic;
        _packets = [.. Enumerable.Range(1, MaxInFlight).Select(id => MqttPacket.Publish(topic, (ushort)id, payload))];
    }

    public int Descriptor { get; }

    public string Topic { get; }

    /// <summary>Publishes that are sent and not acknowledged yet.</summary>
    public int Pending { get; private set; }

    /// <exception cref="LoadException">The server refused, or answered something else than CONNACK.</exception>
    public static MqttConnection Open(int port, Device device, byte[] payload, IPAddress? source = null)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp)
        {
            NoDelay = true,
            ReceiveTimeout = AnswerLimitMilliseconds,
        };
        if (source is not null) socket.Bind(new IPEndPoint(source, 0));
        socket.Connect(IPAddress.Loopback, port);
        socket.Send(MqttPacket.Connect(device.Id, device.UserName, device.Password));
        var answer = new byte[AckLength];
        for (var got = 0; got < answer.Length;)
        {
            var read = socket.Receive(answer.AsSpan(got));
            if (read is 0) throw new LoadException("the MQTT server closed the connection before CONNACK");
            got += read;
        }
        if (answer[0] is not MqttPacket.ConnAck || answer[3] is not 0)
            throw new LoadException($"CONNACK was {Convert.ToHexString(answer)} instead of 20020000");
        return new MqttConnection(socket, device.Topic, payload);
    }

    /// <summary>Sends the first <paramref name="inFlight"/> publishes of a round.</summary>
    public void Fill(int inFlight, byte[] scratch)
    {
        var length = 0;
        for (var slot = 0; slot < inFlight; slot++) length = Stage(slot, scratch, length, Stopwatch.GetTimestamp());
        Send(scratch, length);
    }

    /// <summary>Takes the PUBACKs that have come, publishes again for each while <paramref name="sendMore"/>; returns how many.</summary>
    /// <exception cref="LoadException">Anything else than a PUBACK that is due, or the end of the connection.</exception>
    public int Advance(byte[] receive, byte[] send, bool sendMore, Samples latencies)
    {
        _partial.AsSpan(0, _partialLength).CopyTo(receive);
        var read = (int)Native.Receive(Descriptor, ref receive[_partialLength], receive.Length - _partialLength, Native.DoNotWait);
        if (read < 0 && Marshal.GetLastPInvokeError() is WouldBlock) return 0;
        if (read <= 0) throw new LoadException("the MQTT server closed a connection under load");
        var (now, length, acks, at) = (Stopwatch.GetTimestamp(), 0, 0, 0);
        for (var end = _partialLength + read; at + AckLength <= end; at += AckLength, acks++)
        {
            var slot = Acknowledge(receive.AsSpan(at, AckLength));
            latencies.Add(now - _sentAt[slot]);
            if (sendMore) length = Stage(slot, send, length, now);
        }
        _partialLength = _partialLength + read - at;
        receive.AsSpan(at, _partialLength).CopyTo(_partial);
        Send(send, length);
        return acks;
    }

    /// <summary>The device at the other end.</summary>
    public string DeviceId => Topic.Split('/')[1];

    /// <summary>Publishes a payload outside a round and waits for its PUBACK; returns the ticks of both.</summary>
    public (long SentAt, long AcknowledgedAt) PublishOnce(byte[] payload) => (Publish(payload), AwaitAck());

    /// <summary>Publishes a payload outside a round; returns the ticks. Its PUBACK is to be awaited before the next.</summary>
    public long Publish(byte[] payload)
    {
        var packet = MqttPacket.Publish(Topic, MaxInFlight + 1, payload);
        var sentAt = Stopwatch.GetTimestamp();
        Send(packet, packet.Length);
        return sentAt;
    }

    /// <summary>Waits for the PUBACK of what was published outside a round; returns the ticks.</summary>
    public long AwaitAck()
    {
        var ack = new byte[AckLength];
        for (var got = 0; got < ack.Length;)
        {
            var read = _socket.Receive(ack.AsSpan(got));
            if (read is 0) throw new LoadException("the MQTT server closed a connection instead of acknowledging");
            got += read;
        }
        var acknowledgedAt = Stopwatch.GetTimestamp();
        if (ack[0] is not MqttPacket.PubAck || BinaryPrimitives.ReadUInt16BigEndian(ack.AsSpan(2)) is not MaxInFlight + 1)
            throw new LoadException($"PUBACK was {Convert.ToHexString(ack)}");
        return acknowledgedAt;
    }

    public void Dispose() => _socket.Dispose();

    private int Acknowledge(ReadOnlySpan<byte> packet)
    {
        var slot = BinaryPrimitives.ReadUInt16BigEndian(packet[2..]) - 1;
        if (packet[0] is not MqttPacket.PubAck || packet[1] is not 2 || slot is < 0 or >= MaxInFlight || !_pending[slot])
            throw new LoadException($"received {Convert.ToHexString(packet)} where a PUBACK of a pending publish was due");
        _pending[slot] = false;
        Pending--;
        return slot;
    }

    private int Stage(int slot, byte[] buffer, int length, long now)
    {
        var packet = _packets[slot];
        packet.CopyTo(buffer, length);
        _pending[slot] = true;
        _sentAt[slot] = now;
        Pending++;
        return length + packet.Length;
    }

    private void Send(byte[] bytes, int length)
    {
        for (var sent = 0; sent < length;)
        {
            var written = (int)Native.Send(Descriptor, ref bytes[sent], length - sent, Native.NoSignal);
            if (written <= 0) throw new LoadException($"send failed with error {Marshal.GetLastPInvokeError()}");
            sent += written;
        }
    }
}
