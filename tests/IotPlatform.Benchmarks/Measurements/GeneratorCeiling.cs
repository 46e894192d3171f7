using IotPlatform.Benchmarks.Load;
using IotPlatform.Benchmarks.Stands;

namespace IotPlatform.Benchmarks.Measurements;

/// <summary>
/// What the MQTT load generator can drive when the server does next to nothing: one that only acknowledges, and mosquitto, which
/// is written by others. A figure of the platform that comes near to these would be the generator's, not the platform's.
/// </summary>
internal sealed class GeneratorCeiling : IMeasurement
{
    private static readonly int[] Depths = [1, 10];

    public string Name => "generator";

    public bool MeasuresBaselines => true;

    public void Run(Stand stand, Report report)
    {
        using var acks = BareBroker.Acks(stand.Folder);
        using var mosquitto = BareBroker.Mosquitto(stand.Folder);
        if (mosquitto is null) Console.Error.WriteLine("  mosquitto is not installed: no second opinion on the generator");
        var loads = new[] { acks, mosquitto }.OfType<BareBroker>()
            .Select(broker => (Broker: broker, Connections: Connect(stand, broker))).ToList();
        foreach (var inFlight in Depths)
        {
            // A ceiling needs no precision: one round.
            var series = new Rounds(stand, 1).Run([.. loads.Select(load =>
                new Contender(load.Broker.Name, load.Broker.ProcessId, seconds => new MqttLoad(load.Connections).Run(inFlight, seconds)))]);
            foreach (var one in series) report.Cost($"generator's ceiling, {stand.Options.Connections:#,0} connections × {inFlight}", one);
        }
        foreach (var connection in loads.SelectMany(load => load.Connections)) connection.Dispose();
    }

    private static IReadOnlyList<MqttConnection> Connect(Stand stand, BareBroker broker) =>
        Fleet.Connect(Fleet.Unregistered(stand.Options.Connections), broker.Port);
}
