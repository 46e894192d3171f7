using IotPlatform.Benchmarks.Baselines;

namespace IotPlatform.Benchmarks.Stands;

/// <summary>An MQTT server that keeps nothing, to see what the load generator can drive.</summary>
internal sealed class BareBroker : IDisposable
{
    public const string MosquittoName = "mosquitto";
    public const string AcksName = "acks alone";

    private static readonly string[] MosquittoBinaries = ["/usr/sbin/mosquitto", "/usr/bin/mosquitto", "/usr/local/sbin/mosquitto"];

    private readonly ChildProcess _process;

    private BareBroker(string name, string folder, Func<int, IReadOnlyList<string>> command)
    {
        Name = name;
        _process = new ChildProcess(
            name.Replace(' ', '-'), folder, command(Port), new Dictionary<string, string> { [MqttBaseline.PortSetting] = $"{Port}" });
        _process.WaitUntilReady(() => Readiness.Listens(Port), TimeSpan.FromSeconds(10));
    }

    public string Name { get; }

    public int Port { get; } = Ports.Free();

    public int ProcessId => _process.Id;

    /// <summary>Our own, which only acknowledges.</summary>
    public static BareBroker Acks(string folder) => new(AcksName, folder, _ => [DotNet.Host, DotNet.OwnDll, AckServer.Verb]);

    /// <summary>Null when mosquitto is not installed.</summary>
    public static BareBroker? Mosquitto(string folder)
    {
        if (Array.Find(MosquittoBinaries, File.Exists) is not { } binary) return null;
        var configuration = Path.Combine(folder, "mosquitto.conf");
        return new BareBroker(MosquittoName, folder, port =>
        {
            string[] settings =
                [$"listener {port} 127.0.0.1", "allow_anonymous true", "persistence false", "set_tcp_nodelay true", "log_type error"];
            File.WriteAllLines(configuration, settings);
            return [binary, "-c", configuration];
        });
    }

    public void Dispose() => _process.Dispose();
}
