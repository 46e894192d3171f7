using IotPlatform.Benchmarks.Load;
using IotPlatform.Benchmarks.Stands;

namespace IotPlatform.Benchmarks.Measurements;

/// <summary>
/// Taking telemetry in while a hundred clients read it: each asks once a second, as a dashboard does, in turns for the newest values of a
/// device and for its last hour. The rate of publishing beside that without them, and how long their answers take.
/// </summary>
internal sealed class QueriesBeside : IMeasurement
{
    private const int Clients = 100;
    private const double PauseSeconds = 1;

    // Long enough for each client to ask a few times.
    private const double Longer = 4;

    public string Name => "queries";

    public bool MeasuresBaselines => false;

    public void Run(Stand stand, Report report)
    {
        var platform = stand.Platform;
        var load = new MqttLoad(stand.Fleet.Connections);
        var asked = new List<Samples>();
        var series = new Rounds(stand).Run(
            new Contender("nobody asks", platform.ProcessId, seconds => load.Run(1, seconds * Longer)),
            new Contender("100 clients ask", platform.ProcessId, seconds => Both(stand, load, seconds * Longer, asked)));
        var queries = new Samples();
        // Those before were the warm-up's.
        foreach (var round in asked.TakeLast(stand.Options.Rounds)) queries.Add(round);
        report.Rate("MQTT QoS 1 × 1 in flight, 100 clients query", series[1], series[0], Aims.IngestBesideQueries);
        report.Figure("query of telemetry under full ingest, p50", queries.Percentile(0.5), "ms");
        report.Figure("query of telemetry under full ingest, p99", queries.Percentile(0.99), "ms", Aims.QueryBesideIngest);
        foreach (var one in series) report.Cost("MQTT QoS 1 × 1 in flight, queries beside", one);
    }

    private static LoadResult Both(Stand stand, MqttLoad load, double seconds, List<Samples> asked)
    {
        var asking = Task.Run(() => Ask(stand, seconds));
        var result = load.Run(1, seconds);
        var queries = asking.Result;
        asked.Add(queries.Latencies);
        return result with { Failures = [.. result.Failures, .. queries.Failures] };
    }

    private static LoadResult Ask(Stand stand, double seconds)
    {
        var requests = stand.Fleet.Devices.Take(Clients).SelectMany(device => new[]
        {
            $"/v1/iot/devices/{device.Id}/telemetry/latest",
            $"/v1/iot/devices/{device.Id}/telemetry?hours=1&limit=100&order=desc&key=temperature",
        }).Select(path => EncodedRequest.Get(path, stand.Platform.ApiKey)).ToList();
        var client = 0;
        return HttpLoad.Run(stand.Platform.HttpPort, Clients, seconds, 200, () =>
        {
            var next = client++;
            return () => requests[next++ % requests.Count];
        }, PauseSeconds);
    }
}
