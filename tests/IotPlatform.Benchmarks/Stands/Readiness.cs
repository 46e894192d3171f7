using System.Net.Sockets;
using IotPlatform.Benchmarks.Load;

namespace IotPlatform.Benchmarks.Stands;

/// <summary>Asks a server whether it is ready to serve.</summary>
internal static class Readiness
{
    private static readonly byte[] Request = EncodedRequest.Get("/health/ready", "");

    public static bool Of(int port)
    {
        try
        {
            using var connection = new HttpConnection(port);
            return connection.Exchange(Request) is 200;
        }
        catch (Exception e) when (e is SocketException or LoadException)
        {
            return false;
        }
    }
}
