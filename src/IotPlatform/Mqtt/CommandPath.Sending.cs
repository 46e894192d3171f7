using MQTTnet.Packets;
using MQTTnet.Protocol;
using NodaTime;

namespace IotPlatform.Mqtt;

// What the loop writes to the connection.
internal sealed partial class CommandPath
{
    private const int PageSize = 20;

    // On this connection: what the device has and has not acknowledged, and what it does not take.
    private readonly HashSet<string> _written = [];
    private readonly HashSet<string> _skipped = [];

    // False when nothing is left that could be sent now.
    private async Task<bool> SendPageAsync()
    {
        int room;
        lock (_lock) room = session.ReceiveMaximum - _unacknowledged.Count;
        if (room <= 0 || !session.Memory.HasSubscriptions) return false;
        var now = clock.GetCurrentInstant();
        string[] except = [.. _written, .. _skipped];
        var page = await source.WaitingAsync(session.Device, except, Math.Min(room, PageSize), now, closed).ConfigureAwait(false);
        if (page.Count is 0) session.Memory.InFlight.Keep(_written);
        foreach (var command in page) await SendAsync(command).ConfigureAwait(false);
        return page.Count > 0;
    }

    private async Task SendAsync(WaitingCommand command)
    {
        var topic = session.Rights.CommandTopic(command.Name);
        var now = clock.GetCurrentInstant();
        if (session.Memory.Match(topic) is not [_, ..] subscriptions || command.ExpiresAt <= now)
        {
            _skipped.Add(command.Id);
            return;
        }

        var packet = CommandPacket.Of(command, topic, subscriptions, isVersion5, now);
        var isWritten = packet.QualityOfServiceLevel is MqttQualityOfServiceLevel.AtMostOnce
            ? await SendOnceAsync(command, packet, now).ConfigureAwait(false)
            : await SendUntilAcknowledgedAsync(command, packet, now).ConfigureAwait(false);
        (isWritten ? _written : _skipped).Add(command.Id);
    }

    private async Task<bool> SendOnceAsync(WaitingCommand command, MqttPublishPacket packet, Instant now)
    {
        if (!await writer.SendAsync(packet, session.ClientPacketBytes, closed).ConfigureAwait(false)) return false;
        lock (_lock) _reports.Add(new(command.Id, 0, false, now));
        return true;
    }

    // Noted before it is written: the acknowledgement may come before the writing returns.
    private async Task<bool> SendUntilAcknowledgedAsync(WaitingCommand command, MqttPublishPacket packet, Instant now)
    {
        (packet.PacketIdentifier, packet.Dup) = session.Memory.InFlight.Enter(command.Id);
        var report = new CommandReport(command.Id, 1, false, now);
        lock (_lock)
        {
            _reports.Add(report);
            _unacknowledged.Add(packet.PacketIdentifier);
        }

        if (await writer.SendAsync(packet, session.ClientPacketBytes, closed).ConfigureAwait(false)) return true;
        session.Memory.InFlight.Acknowledge(packet.PacketIdentifier);
        lock (_lock)
        {
            _reports.Remove(report);
            _unacknowledged.Remove(packet.PacketIdentifier);
        }

        return false;
    }
}
