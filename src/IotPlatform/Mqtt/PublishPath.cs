using System.Buffers;
using IotPlatform.Telemetry;
using MQTTnet.Protocol;
using NodaTime;

namespace IotPlatform.Mqtt;

/// <summary>
/// The way of a PUBLISH from the wire to the ingest. It passes by the MQTT server's own dispatch, which would read the next packet only
/// after this one's commit and looks through all subscribers; nothing that a device publishes is fanned out.
/// Used by the connection's reader alone.
/// </summary>
internal sealed class PublishPath(
    DeviceSession session, ITelemetryIngest ingest, PendingAcks acks, IClock clock, MqttMetrics metrics, bool isVersion5)
{
    private readonly TopicMemory _topics = new();

    // QoS 2 messages that this connection has brought and not completed. Of those with QoS 1 too many are never read in the first place.
    private readonly HashSet<ushort> _uncompleted = [];

    /// <summary>Takes one PUBLISH; answers the reason to disconnect with if it broke the protocol.</summary>
    public async ValueTask<MqttDisconnectReasonCode?> AcceptAsync(Frame packet, CancellationToken cancellation)
    {
        var length = (int)packet.Body.Length;
        await acks.ReserveAsync(length, cancellation).ConfigureAwait(false);
        var buffer = ArrayPool<byte>.Shared.Rent(length);
        packet.Body.CopyTo(buffer);

        if (PublishFrame.TryRead(packet.Header, buffer.AsSpan(0, length), isVersion5, out var publish) is { } fault) return fault;
        if (Judge(publish, buffer.AsSpan(0, length), out var topic, out var topicBytes) is not { } reason)
            return MqttDisconnectReasonCode.ProtocolError;
        if (reason is MqttPubAckReasonCode.Success && IsTooMuch(publish)) return MqttDisconnectReasonCode.ReceiveMaximumExceeded;

        var committed = Task.CompletedTask;
        if (reason is MqttPubAckReasonCode.Success && !IsRedelivery(publish))
        {
            var payload = buffer.AsMemory(publish.PayloadStart, length - publish.PayloadStart);
            var message = new DevicePublish(session.Device, topic!, payload, topicBytes, clock.GetCurrentInstant());
            committed = await ingest.EnqueueAsync(message, cancellation).ConfigureAwait(false);
        }

        acks.Add(new PendingAck(AnswerTo(publish.QoS), publish.PacketId, (byte)reason, committed, buffer, length));
        return null;
    }

    /// <summary>Completes a QoS 2 message.</summary>
    public async ValueTask ReleaseAsync(ushort packetId, CancellationToken cancellation)
    {
        await acks.ReserveAsync(0, cancellation).ConfigureAwait(false);
        _uncompleted.Remove(packetId);
        var reason = session.Memory.Release(packetId) ? MqttPubCompReasonCode.Success : MqttPubCompReasonCode.PacketIdentifierNotFound;
        acks.Add(new PendingAck(PendingAck.PubComp, packetId, (byte)reason, Task.CompletedTask));
    }

    // A new message is always let in, whatever the memory says of its id: losing one would be worse than storing one twice.
    private bool IsRedelivery(in PublishFrame publish) =>
        publish is { QoS: 2, IsDuplicate: true } && session.Memory.IsReceived(publish.PacketId);

    private bool IsTooMuch(in PublishFrame publish) =>
        isVersion5 && publish.QoS is 2 && _uncompleted.Add(publish.PacketId) && _uncompleted.Count > MqttLimits.InFlightMessages;

    // Null: the message names an alias that stands for nothing.
    private MqttPubAckReasonCode? Judge(in PublishFrame publish, ReadOnlySpan<byte> body, out string? topic, out int topicBytes)
    {
        (topic, topicBytes) = (null, 0);
        var name = body.Slice(publish.TopicStart, publish.TopicLength);
        if (publish.TopicAlias > 0 && name.IsEmpty)
        {
            name = _topics.Resolve(publish.TopicAlias);
            if (name.IsEmpty) return null;
        }

        if (!Topic.IsName(name)) return Refuse(MqttPubAckReasonCode.TopicNameInvalid, PublishFault.TopicInvalid, name);
        if (publish is { TopicAlias: > 0, TopicLength: > 0 }) _topics.Bind(publish.TopicAlias, name);
        if (!session.Rights.MayPublish(name)) return Refuse(MqttPubAckReasonCode.NotAuthorized, PublishFault.NotAuthorized, name);
        if (body.Length - publish.PayloadStart > MqttLimits.PayloadBytes)
            return Refuse(MqttPubAckReasonCode.QuotaExceeded, PublishFault.TooLarge, name);

        topic = _topics.TextOf(name[session.Rights.PrefixBytes..]);
        topicBytes = name.Length;
        return MqttPubAckReasonCode.Success;
    }

    private MqttPubAckReasonCode Refuse(MqttPubAckReasonCode reason, PublishFault fault, ReadOnlySpan<byte> name)
    {
        metrics.Refused(reason);
        ingest.Refuse(new RefusedPublish(session.Device, ErrorText.OfTopic(name), fault, clock.GetCurrentInstant()));
        return reason;
    }

    private static byte AnswerTo(int qos) => qos switch
    {
        0 => 0,
        1 => PendingAck.PubAck,
        _ => PendingAck.PubRec,
    };
}
