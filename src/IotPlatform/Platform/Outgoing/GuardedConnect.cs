using System.Net;
using System.Net.Sockets;

namespace IotPlatform.Platform;

/// <summary>The addresses of a host, as the domain name system has them now.</summary>
public delegate Task<IPAddress[]> ResolveHost(string host, CancellationToken cancellation);

/// <summary>A customer's URL leads into a private network.</summary>
public sealed class BlockedAddressException() : IOException("The host has no public address.");

/// <summary>
/// Connects to the hosts of customers' URLs. It resolves a name itself and connects to the very addresses that it has looked at: a name
/// that leads elsewhere a moment later leads nowhere.
/// </summary>
/// <param name="resolve">Gives a host's addresses.</param>
/// <param name="allowPrivateNetworks">Whether the operator lets the platform call its neighbours.</param>
public sealed class GuardedConnect(ResolveHost resolve, bool allowPrivateNetworks)
{
    /// <summary>Connects, for a <see cref="SocketsHttpHandler"/>.</summary>
    public async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancellation)
    {
        var (host, port) = (context.DnsEndPoint.Host, context.DnsEndPoint.Port);
        IPAddress[] found = IPAddress.TryParse(host, out var literal) ? [literal] : await resolve(host, cancellation);
        IPAddress[] allowed = allowPrivateNetworks ? found : [.. found.Where(PublicAddress.IsPublic)];
        if (found.Length > 0 && allowed.Length == 0) throw new BlockedAddressException();
        return await ConnectAsync(allowed, port, cancellation);
    }

    private static async Task<Stream> ConnectAsync(IPAddress[] addresses, int port, CancellationToken cancellation)
    {
        var failure = new SocketException((int)SocketError.HostNotFound);
        foreach (var address in addresses)
        {
            var socket = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            try
            {
                await socket.ConnectAsync(new IPEndPoint(address, port), cancellation);
                return new NetworkStream(socket, ownsSocket: true);
            }
            catch (SocketException fault)
            {
                socket.Dispose();
                failure = fault;
            }
            catch
            {
                socket.Dispose();
                throw;
            }
        }
        throw failure;
    }
}
