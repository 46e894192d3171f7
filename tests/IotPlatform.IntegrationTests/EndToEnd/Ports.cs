using System.Net;
using System.Net.Sockets;

namespace IotPlatform.IntegrationTests.EndToEnd;

/// <summary>
/// Ports for processes that bind them only seconds later. They lie below the range from which the system serves connections, of which
/// other tests open thousands meanwhile; none is given twice.
/// </summary>
internal static class Ports
{
    private const int First = 20_000;
    private const int Last = 32_000;
    private static int _last = First + Environment.ProcessId % (Last - First - 1_000);

    public static int Next()
    {
        while (true)
        {
            var port = Interlocked.Increment(ref _last);
            if (IsFree(port)) return port;
        }
    }

    private static bool IsFree(int port)
    {
        try
        {
            using var listener = new TcpListener(IPAddress.Loopback, port);
            listener.Start();
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
