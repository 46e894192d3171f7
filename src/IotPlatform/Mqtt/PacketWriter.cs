using System.Buffers;
using System.IO.Pipelines;
using MQTTnet.Formatter;
using MQTTnet.Packets;

namespace IotPlatform.Mqtt;

/// <summary>Lets the MQTT server and the acknowledgements share one connection's output, a whole packet at a time.</summary>
internal sealed class PacketWriter(PipeWriter output, MqttPacketFormatterAdapter formatter) : IDisposable
{
    private readonly SemaphoreSlim _turn = new(1, 1);
    private bool _isCompleted;

    public long BytesSent { get; private set; }

    /// <summary>
    /// Sends a packet; false for a PUBLISH longer than <paramref name="limit"/> bytes (0: none), which the client does not take.
    /// </summary>
    public async Task<bool> SendAsync(MqttPacket packet, uint limit, CancellationToken cancellation)
    {
        await _turn.WaitAsync(cancellation).ConfigureAwait(false);
        try
        {
            if (!Encode(packet, limit)) return false;
            await output.FlushAsync(cancellation).ConfigureAwait(false);
            return true;
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>Sends bytes that are whole packets already.</summary>
    public async ValueTask WriteAsync(ReadOnlyMemory<byte> packets, CancellationToken cancellation)
    {
        await _turn.WaitAsync(cancellation).ConfigureAwait(false);
        try
        {
            if (_isCompleted) return;
            BytesSent += packets.Length;
            await output.WriteAsync(packets, cancellation).ConfigureAwait(false);
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>Sends a last packet without waiting for anybody; false when the client does not take what was sent before.</summary>
    public bool TrySendLast(MqttPacket packet)
    {
        if (!_turn.Wait(0)) return false;
        try
        {
            if (Encode(packet, 0)) _ = output.FlushAsync(CancellationToken.None).AsTask();
        }
        finally
        {
            _turn.Release();
        }

        return true;
    }

    /// <summary>Ends the output; what was written before is still delivered.</summary>
    public async Task CompleteAsync()
    {
        output.CancelPendingFlush();
        await _turn.WaitAsync().ConfigureAwait(false);
        try
        {
            if (_isCompleted) return;
            _isCompleted = true;
            await output.CompleteAsync().ConfigureAwait(false);
        }
        finally
        {
            _turn.Release();
        }
    }

    public void Dispose() => _turn.Dispose();

    private bool Encode(MqttPacket packet, uint limit)
    {
        if (_isCompleted) return false;
        try
        {
            var encoded = formatter.Encode(packet);
            if (limit > 0 && encoded.Length > limit && packet is MqttPublishPacket) return false;
            output.Write(encoded.Packet);
            foreach (var segment in encoded.Payload) output.Write(segment.Span);
            BytesSent += encoded.Length;
            return true;
        }
        finally
        {
            formatter.Cleanup();
        }
    }
}
