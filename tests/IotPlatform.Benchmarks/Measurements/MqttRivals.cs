using IotPlatform.Benchmarks.Load;
using IotPlatform.Benchmarks.Stands;

namespace IotPlatform.Benchmarks.Measurements;

/// <summary>
/// The MQTT servers that store nothing, with the generator connected to each: a bare MQTTnet, mosquitto where it is installed, and a
/// server that only acknowledges, which shows what the generator itself can drive.
/// </summary>
internal sealed class MqttRivals : IDisposable
{
    public const string Bare = "MQTTnet";

    private readonly List<BareBroker> _brokers;
    private readonly List<(string Name, int ProcessId, IReadOnlyList<MqttConnection> Connections)> _servers = [];

    public MqttRivals(Stand stand)
    {
        var mosquitto = BareBroker.Mosquitto(stand.Folder);
        if (mosquitto is null) Console.Error.WriteLine("  mosquitto is not installed: its rows are missing");
        _brokers = [.. new[] { mosquitto, BareBroker.Acks(stand.Folder) }.OfType<BareBroker>()];
        var devices = Fleet.Unregistered(stand.Options.Connections);
        _servers.Add((Bare, stand.MqttBaseline.ProcessId, Fleet.Connect(devices, stand.MqttBaseline.MqttPort)));
        foreach (var broker in _brokers) _servers.Add((broker.Name, broker.ProcessId, Fleet.Connect(devices, broker.Port)));
    }

    public IEnumerable<Contender> Contenders(int inFlight) => _servers.Select(server =>
        new Contender(server.Name, server.ProcessId, seconds => new MqttLoad(server.Connections).Run(inFlight, seconds)));

    public void Dispose()
    {
        foreach (var connection in _servers.SelectMany(server => server.Connections)) connection.Dispose();
        foreach (var broker in _brokers) broker.Dispose();
    }
}
