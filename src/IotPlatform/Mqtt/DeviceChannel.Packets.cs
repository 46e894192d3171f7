using System.Buffers;
using System.Runtime.InteropServices;
using MQTTnet.Adapter;
using MQTTnet.Exceptions;
using MQTTnet.Packets;
using MQTTnet.Protocol;

namespace IotPlatform.Mqtt;

// What happens to the packets that a device sends.
internal sealed partial class DeviceChannel
{
    private static readonly byte[] UnsupportedVersion = [0x20, 2, 0, 1], IdentifierRejected = [0x20, 2, 0, 2];

    // Goes through the packets that are there in full: publishes are taken, the first other one is answered with what comes after it.
    private async ValueTask<(MqttPacket? Packet, ReadOnlySequence<byte> Left)> TakeAsync(ReadOnlySequence<byte> buffer)
    {
        while (_end is null)
        {
            var status = Frame.TryRead(ref buffer, out var frame);
            if (status is FrameStatus.Incomplete) break;
            if (status is not FrameStatus.Complete)
            {
                Fail(status is FrameStatus.TooLarge ? MqttDisconnectReasonCode.PacketTooLarge : MqttDisconnectReasonCode.MalformedPacket);
                break;
            }

            Interlocked.Exchange(ref _lastReceived, Environment.TickCount64);
            BytesReceived += frame.Body.Length + 2;
            if (!frame.IsFromClient()) Fail(MqttDisconnectReasonCode.MalformedPacket);
            else if (Session is null) return (await DecodeConnectAsync(frame).ConfigureAwait(false), buffer);
            else if (frame.Type is MqttControlPacketType.Publish) await PublishAsync(frame).ConfigureAwait(false);
            else if (Decode(frame) is not { } packet) Fail(MqttDisconnectReasonCode.MalformedPacket);
            else if (await ConverseAsync(packet, frame.Body).ConfigureAwait(false)) return (packet, buffer);
        }

        return (null, buffer);
    }

    private async ValueTask<MqttPacket?> DecodeConnectAsync(Frame frame)
    {
        var verdict = frame.Type is MqttControlPacketType.Connect ? ConnectFrame.Check(frame.Body) : ConnectVerdict.Malformed;
        if (verdict is ConnectVerdict.UnsupportedVersion) await _writer.WriteAsync(UnsupportedVersion, _closed.Token).ConfigureAwait(false);
        if (verdict is ConnectVerdict.Nameless) await _writer.WriteAsync(IdentifierRejected, _closed.Token).ConfigureAwait(false);
        if (verdict is ConnectVerdict.Good) Connect = Decode(frame) as MqttConnectPacket;
        if (Connect is null) Fail(MqttDisconnectReasonCode.MalformedPacket);
        return Connect;
    }

    private MqttPacket? Decode(Frame frame)
    {
        var body = frame.Body.IsSingleSegment && MemoryMarshal.TryGetArray(frame.Body.First, out var segment)
            ? segment
            : new ArraySegment<byte>(frame.Body.ToArray());
        var received = new ReceivedMqttPacket(frame.Header, body, body.Count + 2);
        try
        {
            if (Session is null) PacketFormatterAdapter.DetectProtocolVersion(received);
            return PacketFormatterAdapter.Decode(received);
        }
        catch (Exception malformed) when (malformed is MqttProtocolViolationException or MqttCommunicationException
            or ArgumentException or IndexOutOfRangeException or NotSupportedException)
        {
            return null;
        }
    }

    // What concerns only this side of the conversation; false when the server need not see the packet.
    private async ValueTask<bool> ConverseAsync(MqttPacket packet, ReadOnlySequence<byte> body)
    {
        switch (packet)
        {
            case MqttPubRelPacket release:
                await _publishes!.ReleaseAsync(release.PacketIdentifier, _closed.Token).ConfigureAwait(false);
                return false;
            case MqttPubAckPacket acknowledged:
                _commands!.Acknowledge(acknowledged.PacketIdentifier);
                return false;
            case MqttConnectPacket or MqttAuthPacket:
                Fail(MqttDisconnectReasonCode.ProtocolError);
                return false;
            case MqttSubscribePacket subscribe:
                await SubscribeAsync(subscribe).ConfigureAwait(false);
                return false;
            case MqttUnsubscribePacket unsubscribe:
                await UnsubscribeAsync(unsubscribe).ConfigureAwait(false);
                return false;
            case MqttDisconnectPacket goodbye:
                TakeLeave(goodbye, body);
                return true;
            default:
                return true;
        }
    }

    private async ValueTask PublishAsync(Frame frame)
    {
        var accepted = _publishes!.AcceptAsync(frame, _closed.Token);
        if (!accepted.IsCompleted) _isHeldUp = true;
        try
        {
            if (await accepted.ConfigureAwait(false) is { } fault) Fail(fault);
        }
        catch (Exception refused) when (refused is not OperationCanceledException)
        {
            NotStored(refused);
        }
        finally
        {
            if (_isHeldUp) Interlocked.Exchange(ref _lastReceived, Environment.TickCount64);
            _isHeldUp = false;
        }
    }

    private void Fail(MqttDisconnectReasonCode code) => Close(SessionEnd.ProtocolError(code));
}
