using System.Net;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http.Connections.Features;

namespace IotPlatform.Mqtt;

/// <summary>What a connection came over.</summary>
internal static class Transport
{
    /// <summary>Whether it is encrypted on its way to this process.</summary>
    public static bool IsSecure(ConnectionContext connection) =>
        connection.Features.Get<ITlsHandshakeFeature>() is not null || HttpContextOf(connection)?.Request.IsHttps is true;

    /// <summary>Protocol version and transport, as the connection log shows them: <c>5.0/tls</c>, <c>3.1.1/ws</c>.</summary>
    public static string NameOf(ConnectionContext connection, bool isVersion5)
    {
        var carrier = (HttpContextOf(connection) is not null, IsSecure(connection)) switch
        {
            (true, true) => "wss",
            (true, false) => "ws",
            (false, true) => "tls",
            _ => "tcp",
        };
        return $"{(isVersion5 ? "5.0" : "3.1.1")}/{carrier}";
    }

    /// <summary>Address and port of the peer; a WebSocket's connection knows them only by its HTTP request.</summary>
    public static EndPoint? PeerOf(ConnectionContext connection) =>
        connection.RemoteEndPoint
        ?? (HttpContextOf(connection)?.Connection is { RemoteIpAddress: { } address } http ? new IPEndPoint(address, http.RemotePort) : null);

    private static HttpContext? HttpContextOf(ConnectionContext connection) => connection.Features.Get<IHttpContextFeature>()?.HttpContext;
}
