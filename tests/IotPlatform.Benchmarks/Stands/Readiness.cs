using System.Net.Sockets;
using IotPlatform.Benchmarks.Load;

namespace IotPlatform.Benchmarks.Stands;

/// <summary>Asks a server whether it is ready to serve.</summary>
internal static class Readiness
{
    private static readonly byte[] Request = EncodedRequest.Get("/health/ready", "");

    /// <summary>Whether somebody accepts connections there.</summary>
    public static bool Listens(int port)
    {
        try
        {
            using var client = new TcpClient("127.0.0.1", port);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    /// <summary>Whether it says itself that it is ready.</summary>
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
