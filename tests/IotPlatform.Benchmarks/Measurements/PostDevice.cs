using IotPlatform.Benchmarks.Load;
using IotPlatform.Benchmarks.Stands;

namespace IotPlatform.Benchmarks.Measurements;

/// <summary>Registering devices: the platform against the same durable work by hand, and against one row.</summary>
internal sealed class PostDevice : IMeasurement
{
    private static readonly int[] Clients = [8, 32];
    private long _lastNumber;

    public string Name => "post";

    public bool MeasuresBaselines => true;

    public void Run(Stand stand, Report report)
    {
        foreach (var clients in Clients)
        {
            var baseline = stand.HttpBaseline;
            var contenders = new List<Contender>
            {
                Contender("by hand, in 3 rows", baseline.ProcessId, baseline.HttpPort, "/by-hand/devices", "", clients),
                Contender("one row", baseline.ProcessId, baseline.HttpPort, "/single-row/devices", "", clients),
            };
            if (!stand.Options.BaselinesOnly)
            {
                var platform = stand.Platform;
                contenders.Add(Contender("platform", platform.ProcessId, platform.HttpPort, "/v1/iot/devices", platform.ApiKey, clients));
            }
            var series = new Rounds(stand).Run(contenders);
            var ours = series.ElementAtOrDefault(2);
            report.Rate($"POST device, {clients} clients", ours, series[0], Aims.PostToByHand);
            report.Rate($"POST device, {clients} clients", ours, series[1], Aims.PostToSingleRow);
            foreach (var one in series) report.Cost($"POST device, {clients} clients", one);
        }
    }

    private Contender Contender(string name, int process, int port, string path, string apiKey, int clients) =>
        new(name, process, seconds => HttpLoad.Run(port, clients, seconds, 201, () => Requests(path, apiKey)));

    /// <summary>A request per call, alike but for the number in it, which is written over in place.</summary>
    private Func<ReadOnlyMemory<byte>> Requests(string path, string apiKey)
    {
        const string digits = "00000000";
        var request = EncodedRequest.Post(path, apiKey, $$"""{"name":"Bench device","device_id":"bench-{{digits}}"}""");
        var at = request.AsSpan().LastIndexOf("00000000"u8);
        return () =>
        {
            var number = Interlocked.Increment(ref _lastNumber);
            for (var digit = digits.Length - 1; digit >= 0; digit--, number /= 10) request[at + digit] = (byte)('0' + number % 10);
            return request;
        };
    }
}
