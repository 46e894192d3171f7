using System.Globalization;
using System.Text;
using IotPlatform.Benchmarks.Load;
using IotPlatform.Benchmarks.Stands;

namespace IotPlatform.Benchmarks.Measurements;

/// <summary>
/// Telemetry posted in batches, each sample with a time of its own, answered after its commit; against COPY of as many rows at a time.
/// Ends by counting the rows of the log.
/// </summary>
internal sealed class HttpBatches : IMeasurement
{
    private const int Clients = 8;
    private const int Devices = 100;
    private static readonly int[] Sizes = [100, 1000];
    private long _stored;

    public string Name => "batch";

    public bool MeasuresBaselines => false;

    public void Run(Stand stand, Report report)
    {
        var devices = stand.Fleet.Devices.Take(Devices).ToList();
        var before = TelemetryLog.CountRows(stand);
        foreach (var size in Sizes) Compare(stand, report, devices, size);
        TelemetryLog.AwaitRows(stand, before + _stored);
    }

    private void Compare(Stand stand, Report report, List<Device> devices, int size)
    {
        var (platform, http) = (stand.Platform, stand.HttpBaseline);
        var payload = Payload(size);
        var requests = devices.ConvertAll(device =>
            EncodedRequest.Post($"/v1/iot/devices/{device.Id}/telemetry", platform.ApiKey, payload));
        var series = new Rounds(stand).Run(
            new Contender($"COPY of {size:#,0} rows", http.ProcessId, seconds => CopyLoad.Run(http.HttpPort, size, seconds)),
            new Contender("platform", platform.ProcessId, seconds => Post(platform.HttpPort, requests, size, seconds)));
        var what = $"HTTP batches of {size:#,0} samples, {Clients} clients";
        report.Rate(what, series[1], series[0], Aims.ToCopy);
        foreach (var one in series) report.Cost(what, one);
    }

    private LoadResult Post(int port, List<byte[]> requests, int size, double seconds)
    {
        var client = 0;
        var posts = HttpLoad.Run(port, Clients, seconds, 200, () =>
        {
            var random = new Random(client++);
            return () => requests[random.Next(requests.Count)];
        });
        _stored += posts.Answered * size;
        return posts with { Operations = posts.Operations * size, Answered = posts.Answered * size };
    }

    /// <summary>A value a second, up to now.</summary>
    private static string Payload(int size)
    {
        var now = DateTimeOffset.UtcNow.ToUnixTimeMilliseconds();
        var json = new StringBuilder("[");
        for (var second = size; second > 0; second--)
            json.Append(CultureInfo.InvariantCulture,
                $$$"""{"ts":{{{now - second * 1000}}},"values":{"temperature":{{{second % 30}}}.5}},""");
        json[^1] = ']';
        return json.ToString();
    }
}
