using System.Net;
using System.Net.Sockets;

namespace IotPlatform.Hosting;

/// <summary>
/// Looks before the database is started whether the configured ports can be had, so that the message can name the setting.
/// </summary>
public static class PortCheck
{
    /// <summary>Tries every port that the platform will listen on.</summary>
    /// <exception cref="StartupException">One cannot be had.</exception>
    public static void RequireFree(PlatformSettings settings)
    {
        RequireFree("Http", "Port", settings.Http.Address, settings.Http.Port);
        RequireFree("Mqtt", "Port", settings.Mqtt.Address, settings.Mqtt.Port);
        if (settings.Mqtt.Tls is { } tls) RequireFree("Mqtt", "TlsPort", settings.Mqtt.Address, tls.Port);
        if (settings.Observability.Metrics is { Port: { } metrics, Address: var address }) RequireFree("Metrics", "Port", address, metrics);
    }

    private static void RequireFree(string section, string name, IPAddress address, int port)
    {
        if (port == 0) return;
        var setting = $"{section}__{name}";
        using var socket = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            socket.Bind(new IPEndPoint(address, port));
        }
        catch (SocketException e) when (e.SocketErrorCode is SocketError.AddressAlreadyInUse)
        {
            throw new StartupException(
                $"Port {port} ({setting}) is taken by another program: stop that one, or choose another port with {setting}.", e);
        }
        catch (SocketException e) when (e.SocketErrorCode is SocketError.AccessDenied)
        {
            throw new StartupException($"Port {port} ({setting}) may only be opened by root: choose one from 1024 on with {setting}.", e);
        }
        catch (SocketException e)
        {
            throw new StartupException($"Port {port} cannot be opened on {address} ({e.SocketErrorCode}): choose an address of this machine with {section}__Address.", e);
        }
    }
}
