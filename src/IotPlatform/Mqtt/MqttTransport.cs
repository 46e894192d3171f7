using System.Net;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.Options;

namespace IotPlatform.Mqtt;

/// <summary>An address that devices connect to; tells <see cref="MqttTransport"/> its own endpoints from those of HTTP.</summary>
internal sealed class MqttEndPoint(IPAddress address, int port) : IPEndPoint(address, port);

/// <summary>
/// Kestrel's sockets for the MQTT endpoints, without its hand-overs between threads: a packet is read, parsed and queued on the thread
/// that saw it arrive, and an acknowledgement is sent on the thread that saw the commit. A connection's code never blocks, so it holds up
/// no other; HTTP, whose endpoints may, keeps Kestrel's own way.
/// </summary>
internal sealed class MqttTransport(ILoggerFactory loggers) : IConnectionListenerFactory, IConnectionListenerFactorySelector
{
    private readonly SocketTransportFactory _sockets =
        new(Options.Create(new SocketTransportOptions { UnsafePreferInlineScheduling = true }), loggers);

    /// <inheritdoc/>
    public bool CanBind(EndPoint endpoint) => endpoint is MqttEndPoint;

    /// <inheritdoc/>
    public ValueTask<IConnectionListener> BindAsync(EndPoint endpoint, CancellationToken cancellationToken = default) =>
        _sockets.BindAsync(endpoint, cancellationToken);
}
