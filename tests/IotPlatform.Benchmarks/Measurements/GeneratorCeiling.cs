using IotPlatform.Benchmarks.Load;
using IotPlatform.Benchmarks.Stands;

namespace IotPlatform.Benchmarks.Measurements;

/// <summary>
/// What the MQTT load generator can drive when the server does next to nothing: mosquitto, written in C, storing and forwarding
/// nothing. A figure of the platform that comes near to this one would be the generator's, not the platform's.
/// </summary>
internal sealed class GeneratorCeiling : IMeasurement
{
    private static readonly int[] Depths = [1, 10];

    public string Name => "generator";

    public bool MeasuresBaselines => true;

    public void Run(Stand stand, Report report)
    {
        if (stand.Mosquitto is not { } mosquitto)
        {
            Console.Error.WriteLine("  mosquitto is not installed: no second opinion on the generator");
            return;
        }
        var connections = Fleet.Connect(Fleet.Unregistered(stand.Options.Connections), mosquitto.Port);
        var load = new MqttLoad(connections);
        foreach (var inFlight in Depths)
        {
            var series = new Rounds(stand).Run(new Contender("mosquitto", mosquitto.ProcessId, seconds => load.Run(inFlight, seconds)));
            report.Cost($"MQTT generator's ceiling, {connections.Count:#,0} × {inFlight}", series[0]);
        }
        foreach (var connection in connections) connection.Dispose();
    }
}
