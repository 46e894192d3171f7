using System.Diagnostics;
using IotPlatform.Benchmarks.Load;
using IotPlatform.Benchmarks.Stands;

namespace IotPlatform.Benchmarks.Measurements;

/// <summary>
/// From a POST to its effect in the read model: in a GET of the resource and of the list right after the answer, which must both
/// show it, and in the read-model tables, watched from outside.
/// </summary>
internal sealed class ReadYourWrites : IMeasurement
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(10);

    public string Name => "read";

    public bool MeasuresBaselines => false;

    public void Run(Stand stand, Report report)
    {
        using var http = new HttpConnection(stand.Platform.HttpPort);
        var key = stand.Platform.ApiKey;
        Measure(http, key, 20, "warm", id => GetOne(http, key, id));
        var (post, getOne) = Measure(http, key, stand.Options.Repetitions, "one", id => GetOne(http, key, id));
        var (_, getList) = Measure(http, key, stand.Options.Repetitions, "list", id => GetList(http, key, id));
        using var connection = stand.Postgres.Open(Platform.Database);
        using var tables = new ReadModelTables(connection, "read-one-00000");
        var (_, lag) = Measure(http, key, stand.Options.Repetitions, "lag", id => AwaitRow(tables, id));
        foreach (var (name, share) in new[] { ("p50", 0.5), ("p99", 0.99) })
        {
            var alone = ("POST alone", post.Percentile(share));
            // The aims are of the median.
            Aim? Median(Aim aim) => share < 0.9 ? aim : null;
            report.Figure($"POST, then GET of the device, {name}", getOne.Percentile(share), "ms", Median(Aims.PostThenGet), alone);
            report.Figure($"POST, then GET of the list, {name}", getList.Percentile(share), "ms", Median(Aims.PostThenGet), alone);
            report.Figure($"POST to row in the read model, {name}", lag.Percentile(share), "ms", Median(Aims.ProjectionLag), alone);
        }
    }

    /// <summary>Both durations count from the sending of the POST.</summary>
    private static (Samples Post, Samples Seen) Measure(HttpConnection http, string key, int times, string kind, Action<string> see)
    {
        var (post, seen) = (new Samples(), new Samples());
        for (var i = 0; i < times; i++)
        {
            var id = $"read-{kind}-{i:D5}";
            var request = EncodedRequest.Post("/v1/iot/devices", key, $$"""{"name":"Read {{kind}} {{i}}","device_id":"{{id}}"}""");
            var start = Stopwatch.GetTimestamp();
            if (http.Exchange(request) is var status and not 201) throw new LoadException($"POST device answered {status}");
            post.Add(Stopwatch.GetTimestamp() - start);
            see(id);
            seen.Add(Stopwatch.GetTimestamp() - start);
        }
        return (post, seen);
    }

    private static void GetOne(HttpConnection http, string key, string id)
    {
        if (http.Exchange(EncodedRequest.Get($"/v1/iot/devices/{id}", key)) is var status and not 200)
            throw new LoadException($"GET of {id} right after its POST answered {status}");
    }

    private static void GetList(HttpConnection http, string key, string id)
    {
        var status = http.Exchange(EncodedRequest.Get($"/v1/iot/devices?search={id}", key));
        if (status is not 200) throw new LoadException($"GET of the list answered {status}");
        if (http.Body.Span.IndexOf("\"created_at\""u8) < 0)
            throw new LoadException($"the list right after the POST of {id} does not show it");
    }

    private static void AwaitRow(ReadModelTables tables, string id)
    {
        for (var start = Stopwatch.GetTimestamp(); !tables.Show(id);)
            if (Stopwatch.GetElapsedTime(start) > Limit) throw new LoadException($"{id} is in no read model after {Limit.TotalSeconds} s");
    }
}
