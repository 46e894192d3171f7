using System.Net.Sockets;

namespace IotPlatform.Benchmarks.Stands;

/// <summary>Mosquitto, which stores nothing either: a second opinion on what the load generator can drive. Installed or not used.</summary>
internal sealed class Mosquitto : IDisposable
{
    private readonly ChildProcess _process;

    private Mosquitto(string binary, string folder)
    {
        var configuration = Path.Combine(folder, "mosquitto.conf");
        File.WriteAllText(configuration, $"listener {Port} 127.0.0.1\nallow_anonymous true\npersistence false\nset_tcp_nodelay true\nlog_type error\n");
        _process = new ChildProcess("mosquitto", folder, [binary, "-c", configuration]);
        _process.WaitUntilReady(Accepts, TimeSpan.FromSeconds(10));
    }

    public int Port { get; } = Ports.Free();

    public int ProcessId => _process.Id;

    /// <summary>Starts it; null when it is not installed.</summary>
    public static Mosquitto? Start(string folder) =>
        Array.Find(["/usr/sbin/mosquitto", "/usr/bin/mosquitto", "/usr/local/sbin/mosquitto"], File.Exists) is { } binary
            ? new Mosquitto(binary, folder) : null;

    public void Dispose() => _process.Dispose();

    private bool Accepts()
    {
        try
        {
            using var socket = new TcpClient("127.0.0.1", Port);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
