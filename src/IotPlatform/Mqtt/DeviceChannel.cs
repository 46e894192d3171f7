using System.IO.Pipelines;
using System.Net;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Http.Features;
using MQTTnet.Adapter;
using MQTTnet.Formatter;
using MQTTnet.Packets;
using MQTTnet.Protocol;

namespace IotPlatform.Mqtt;

/// <summary>
/// One connection, as the MQTT server sees it. The server gets the packets that make up the protocol's conversation (CONNECT, PINGREQ,
/// DISCONNECT ...); what devices publish is taken out here and goes to the ingest on a path of its own, as commands have theirs.
/// </summary>
internal sealed partial class DeviceChannel : IMqttChannelAdapter
{
    private static long _last;

    private readonly ConnectionContext _connection;
    private readonly EdgeServices _services;
    private readonly PipeReader _input;
    private readonly PacketWriter _writer;
    private readonly CancellationTokenSource _closed = new();
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private PublishPath? _publishes;
    private PendingAcks? _acks;
    private SessionEnd? _end;
    private long _lastReceived = Environment.TickCount64;
    private volatile bool _isHeldUp;

    public DeviceChannel(ConnectionContext connection, MqttPacketFormatterAdapter formatter, EdgeServices services)
    {
        (_connection, _services, PacketFormatterAdapter) = (connection, services, formatter);
        RemoteEndPoint = Transport.PeerOf(connection);
        _input = connection.Transport.Input;
        _writer = new PacketWriter(connection.Transport.Output, formatter);
    }

    /// <summary>Later connections have higher numbers.</summary>
    public long Number { get; } = Interlocked.Increment(ref _last);

    /// <summary>The CONNECT packet as the server holds it, once it was received.</summary>
    public MqttConnectPacket? Connect { get; private set; }

    /// <summary>The device, once the login was accepted.</summary>
    public DeviceSession? Session { get; private set; }

    /// <summary>Done when nothing of the connection is left.</summary>
    public Task Ended => _ended.Task;

    public bool IsVersion5 => PacketFormatterAdapter.ProtocolVersion is MqttProtocolVersion.V500;

    public MqttPacketFormatterAdapter PacketFormatterAdapter { get; }

    public long BytesReceived { get; private set; }

    public long BytesSent => _writer.BytesSent;

    public X509Certificate2? ClientCertificate => _connection.Features.Get<ITlsConnectionFeature>()?.ClientCertificate;

    public EndPoint? RemoteEndPoint { get; }

    public EndPoint? LocalEndPoint => _connection.LocalEndPoint;

    public bool IsSecureConnection => Transport.IsSecure(_connection);

    /// <summary>
    /// Whether the device has been silent for one and a half keep-alive intervals; time in which the platform did not listen is not held
    /// against it.
    /// </summary>
    public bool IsSilent(long nowMilliseconds) =>
        Session is { Logged: not null, KeepAlive: > 0 } session && !_isHeldUp
        && nowMilliseconds - Interlocked.Read(ref _lastReceived) > session.KeepAlive * 1500L;

    public async Task<MqttPacket?> ReceivePacketAsync(CancellationToken cancellationToken)
    {
        try
        {
            while (_end is null)
            {
                var read = await _input.ReadAsync(cancellationToken).ConfigureAwait(false);
                var (packet, left) = await TakeAsync(read.Buffer).ConfigureAwait(false);
                _input.AdvanceTo(left.Start, packet is null ? left.End : left.Start);
                if (packet is not null) return packet;
                if (read.IsCompleted) Close(SessionEnd.Lost);
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            Close(SessionEnd.PlatformStopped);
        }
        catch (Exception broken) when (broken is IOException or OperationCanceledException or ObjectDisposedException or InvalidOperationException)
        {
            Close(SessionEnd.Lost);
        }

        return null;
    }

    public async Task SendPacketAsync(MqttPacket packet, CancellationToken cancellationToken)
    {
        if (packet is MqttDisconnectPacket)
        {
            // The server only disconnects by itself when it stops.
            Close(SessionEnd.PlatformStopped);
            return;
        }

        var welcome = packet as MqttConnAckPacket;
        if (welcome is not { ReasonCode: MqttConnectReasonCode.Success }) welcome = null;
        if (welcome is not null) await WelcomeAsync(welcome).ConfigureAwait(false);
        await _writer.SendAsync(packet, Session?.ClientPacketBytes ?? 0, cancellationToken).ConfigureAwait(false);
        if (welcome is not null) _commands!.Open();
    }

    public async Task DisconnectAsync(CancellationToken cancellationToken)
    {
        Close(SessionEnd.Lost);
        _acks?.Complete();
        await _writer.CompleteAsync().ConfigureAwait(false);
        await _input.CompleteAsync().ConfigureAwait(false);
    }

    public Task ConnectAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public void ResetStatistics() => BytesReceived = 0;

    public void Dispose()
    {
        _writer.Dispose();
        _closed.Dispose();
    }
}
