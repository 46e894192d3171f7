using System.Buffers;
using System.Net;
using IotPlatform.Connectivity;
using MQTTnet.Packets;
using MQTTnet.Protocol;
using NodaTime;

namespace IotPlatform.Mqtt;

// How a connection's session begins and ends.
internal sealed partial class DeviceChannel
{
    private string? _key;

    /// <summary>Makes this the device's connection, in place of an older one; false when a newer one has come.</summary>
    public async Task<bool> EnterAsync(string key, CancellationToken cancellation)
    {
        if (!await _services.Sessions.EnterAsync(key, this, cancellation).ConfigureAwait(false)) return false;
        _key = key;
        return true;
    }

    /// <summary>The login was accepted: from now on the device may publish.</summary>
    public void Begin(DeviceSession session)
    {
        _acks = new PendingAcks(_writer, session.Memory, IsVersion5, NotStored);
        _publishes = new PublishPath(session, _services.Ingest, _acks, _services.Clock, _services.Metrics, IsVersion5);
        _commands = new CommandPath(session, _services.Commands, _writer, _services.Clock, _services.Logger, IsVersion5, _closed.Token);
        Session = session;
    }

    /// <summary>Ends the connection without waiting for the client; the first reason counts.</summary>
    public void Close(SessionEnd end)
    {
        if (Interlocked.CompareExchange(ref _end, end, null) is not null) return;
        if (end.Code is { } code && IsVersion5 && Session?.Logged is not null)
            if (!_writer.TrySendLast(new MqttDisconnectPacket { ReasonCode = code })) _connection.Abort();
        _ = _closed.CancelAsync();
        _input.CancelPendingRead();
    }

    /// <summary>Clears up when the server is done with the connection.</summary>
    public async Task EndAsync()
    {
        Close(SessionEnd.Lost);
        try
        {
            if (Session is not { } session) return;
            await _commands!.EndAsync().ConfigureAwait(false);
            var now = _services.Clock.GetCurrentInstant();
            if (session.Logged is { } logged)
            {
                _services.Metrics.Disconnected(_end!.Reason);
                if (_end.PublishesWill && session.Will is { } will) await PublishOrKeepAsync(session, will, now).ConfigureAwait(false);
                await _services.Log.ClosedAsync(logged, new ConnectionEnd(_end.IsClean, _end.Reason, now)).ConfigureAwait(false);
            }

            _services.Sessions.Retain(_key!, session.Memory, session.ExpirySeconds, now);
        }
        finally
        {
            if (_key is { } key) _services.Sessions.Leave(key, this);
            _ended.TrySetResult();
        }
    }

    private async Task WelcomeAsync(MqttConnAckPacket ack)
    {
        if (IsVersion5) ConnAck.MakeHonest(ack, Session!);
        var start = new ConnectionStart(Session!.Device, (RemoteEndPoint as IPEndPoint)?.Address.ToString(), Transport.NameOf(_connection, IsVersion5),
            _services.Clock.GetCurrentInstant());
        Session.Logged = await _services.Log.OpenedAsync(start).ConfigureAwait(false);
        _services.Metrics.Connected(start.Protocol);
    }

    private void TakeLeave(MqttDisconnectPacket goodbye, ReadOnlySequence<byte> body)
    {
        if (IsVersion5)
        {
            // Zero in CONNECT can't be raised any more; no session outlives the platform's own bound.
            if (Session!.ExpirySeconds > 0 && DisconnectFrame.SessionExpiryOf(body.ToArray()) is { } seconds)
                Session.ExpirySeconds = Math.Min(seconds, MqttLimits.SessionExpirySeconds);
            goodbye.SessionExpiryInterval = Connect!.SessionExpiryInterval = SessionStart.KeepFor(Session.ExpirySeconds);
        }

        Close(goodbye.ReasonCode is MqttDisconnectReasonCode.NormalDisconnection ? SessionEnd.Disconnected : SessionEnd.DisconnectedWithWill);
    }

    // A will may wait for the session to go on, but not longer than there is one.
    private async Task PublishOrKeepAsync(DeviceSession session, Will will, Instant now)
    {
        var delay = Math.Min(will.DelaySeconds, session.ExpirySeconds);
        if (delay is 0) await _services.Wills.PublishAsync(will).ConfigureAwait(false);
        else session.Memory.PublishAt(will, now + Duration.FromSeconds(delay));
    }

    private void NotStored(Exception? why)
    {
        if (_end is null) _services.Logger.LogWarning(why, "A message of device {DeviceId} could not be stored", Session?.Device.DeviceId);
        Close(SessionEnd.NotStored);
    }
}
