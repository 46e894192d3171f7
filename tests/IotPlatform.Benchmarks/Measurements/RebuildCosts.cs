using System.Diagnostics;
using System.Text.Json;
using IotPlatform.Benchmarks.Load;
using IotPlatform.Benchmarks.Stands;
using Npgsql;

namespace IotPlatform.Benchmarks.Measurements;

/// <summary>
/// How long <c>projections rebuild</c> takes for the events of a fleet, of each read model that has such events and of all together,
/// beside reading the same events; and what a GET takes meanwhile.
/// </summary>
internal sealed class RebuildCosts : IMeasurement
{
    private const string Database = "rebuilt";
    private const int Clients = 4;
    private const double Pause = 0.02;
    private static readonly string[] Rebuilt = ["Device", "ListSize", "ReadModels"];

    public string Name => "rebuild";

    public bool MeasuresBaselines => false;

    public void Run(Stand stand, Report report)
    {
        using var platform = new Platform(stand.Options.PlatformDll, stand.Folder, stand.Postgres, Database, []);
        using var connection = stand.Postgres.Open(Database);
        new EventHistory(platform, connection).Create(stand.Options.RebuiltDevices);
        var (events, reading) = Read(connection);
        foreach (var name in Rebuilt)
        {
            var seconds = Rebuild(platform, name);
            report.Figure(
                $"rebuild of {name}, {events:#,0} events, a million of them", seconds * 1e6 / events, "s", name is "ReadModels" ? Aims.Rebuild : null,
                ("to read", reading * 1e6 / events));
        }
        GetMeanwhile(stand, report, platform);
    }

    private static (long Events, double Seconds) Read(NpgsqlConnection connection)
    {
        var clock = Stopwatch.StartNew();
        using var command = new NpgsqlCommand(
            "select seq_id, id, stream_id, version, data, type, tenant_id, timestamp from iot.mt_events order by seq_id", connection);
        command.CommandTimeout = 0;
        using var reader = command.ExecuteReader();
        var (events, bytes) = (0L, 0L);
        for (; reader.Read(); events++) bytes += reader.GetFieldValue<byte[]>(4).Length;
        return bytes > 0 ? (events, clock.Elapsed.TotalSeconds) : throw new LoadException("the events are empty");
    }

    private static double Rebuild(Platform platform, string name)
    {
        using var process = Process.Start(platform.Command("projections", "rebuild", name, "--json"))!;
        var text = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode is 0
            ? JsonElement.Parse(text).GetProperty("seconds").GetDouble()
            : throw new LoadException($"projections rebuild ends with {process.ExitCode}: {text}");
    }

    private static void GetMeanwhile(Stand stand, Report report, Platform platform)
    {
        var request = EncodedRequest.Get("/v1/iot/devices/copy-1", platform.ApiKey);
        LoadResult Get(double seconds) => HttpLoad.Run(platform.HttpPort, Clients, seconds, 200, () => () => request, Pause);
        Get(1);
        var alone = Get(stand.Options.Seconds * 5);
        using var process = Process.Start(platform.Command("projections", "rebuild", "ReadModels", "--json"))!;
        var beside = new Samples();
        // To its end, so that the exchange is among them.
        while (!process.HasExited)
        {
            var result = Get(0.5);
            if (result.Failures is [var failure, ..]) throw new LoadException($"a GET under a rebuild fails: {failure}");
            beside.Add(result.Latencies);
        }
        foreach (var (name, share) in new[] { ("p50", 0.5), ("p99", 0.99) })
            report.Figure($"GET of a device under a rebuild, {name}", beside.Percentile(share), "ms", null, ("alone", alone.Latencies.Percentile(share)));
    }
}
