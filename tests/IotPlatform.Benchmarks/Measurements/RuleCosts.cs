using IotPlatform.Benchmarks.Load;
using IotPlatform.Benchmarks.Stands;

namespace IotPlatform.Benchmarks.Measurements;

/// <summary>
/// What rules cost the ingest: fleets under none, under a thousand and ten thousand rules on single devices, and under a hundred that all
/// look at every message, publish in turns; and how soon an alarm follows among ten thousand rules.
/// </summary>
internal sealed class RuleCosts : IMeasurement
{
    private const int FleetRules = 100;

    // A round is to hold a time at which states are stored; and what was just started is to be compiled before it is compared.
    private const double Longer = 4;
    private const double WarmUpRounds = 8;
    private static readonly int[] Depths = [1, 10];

    // Two of them are sent in each message.
    private static readonly string[] Keys =
        ["temperature", "battery", "pressure", "vibration", "current", "voltage", "level", "flow", "torque", "speed"];

    public string Name => "rules";

    public bool MeasuresBaselines => false;

    public void Run(Stand stand, Report report)
    {
        var count = stand.Options.Connections;
        using var none = new RuledFleet(stand, "no-rules");
        using var one = new RuledFleet(stand, "one-rule-each").WithRulesOfDevices(Keys[0]);
        using var ten = new RuledFleet(stand, "ten-rules-each").WithRulesOfDevices(Keys);
        using var all = new RuledFleet(stand, "rules-of-all").WithRulesOfFleet(FleetRules);
        stand.CloseFleet();
        stand.Platform.Restart();
        foreach (var fleet in new[] { none, one, ten, all }) fleet.Connect();
        new MqttLoad(none.Connections).Run(1, stand.Options.Seconds * WarmUpRounds);
        (string, RuledFleet)[] few =
            [("no rules", none), ($"{count:#,0} rules, 1 matches", one), ($"{count * Keys.Length:#,0} rules, 2 match", ten)];
        (string, RuledFleet) many = ($"{FleetRules} rules, all match", all);
        var bare = Depths.ToDictionary(inFlight => inFlight, inFlight => Compare(stand, report, inFlight, few));
        AlarmLatency.UnderLoad(
            stand, report, $"under load, {count * Keys.Length:#,0} rules", ten.Connections, ten.Customer.ApiKey, Aims.AlarmAmongRules);
        // Not in turns with the others: what it leaves to be stored would be charged to the next.
        foreach (var inFlight in Depths) Report(report, inFlight, bare[inFlight], Measure(stand, inFlight, many));
    }

    private static Series Compare(Stand stand, Report report, int inFlight, (string Name, RuledFleet Fleet)[] fleets)
    {
        var series = Measure(stand, inFlight, fleets);
        report.Cost($"MQTT QoS 1 × {inFlight} in flight, under rules", series[0]);
        Report(report, inFlight, series[0], series.Skip(1), Aims.IngestUnderRules);
        return series[0];
    }

    private static IReadOnlyList<Series> Measure(Stand stand, int inFlight, params (string Name, RuledFleet Fleet)[] fleets) =>
        new Rounds(stand).Run([.. fleets.Select(fleet => new Contender(
            fleet.Name, stand.Platform.ProcessId, seconds => new MqttLoad(fleet.Fleet.Connections).Run(inFlight, seconds * Longer)))]);

    private static void Report(Report report, int inFlight, Series bare, IEnumerable<Series> ruled, Aim? aim = null)
    {
        foreach (var one in ruled)
        {
            report.Rate($"MQTT QoS 1 × {inFlight} in flight, {one.Name}", one, bare, aim);
            report.Figure($"CPU of a durable message, × {inFlight}, {one.Name}", CpuOf(one), "µs", baseline: (bare.Name, CpuOf(bare)));
            report.Cost($"MQTT QoS 1 × {inFlight} in flight, under rules", one);
        }
    }

    private static double CpuOf(Series series) => series.ServerMicroseconds + series.PostgresMicroseconds;
}
