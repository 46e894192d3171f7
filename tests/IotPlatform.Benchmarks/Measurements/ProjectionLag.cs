using System.Diagnostics;
using System.Text;
using IotPlatform.Benchmarks.Load;
using IotPlatform.Benchmarks.Stands;

namespace IotPlatform.Benchmarks.Measurements;

/// <summary>From the answer to a command until its effect is in the read-model tables, while a thousand other commands a second come.</summary>
internal sealed class ProjectionLag : IMeasurement
{
    private const int Clients = 40;
    private const int CommandsPerSecond = 1000;
    private const int Digits = 8;
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(10);

    public string Name => "lag";

    public bool MeasuresBaselines => false;

    public void Run(Stand stand, Report report)
    {
        Load(stand, "warm", 3);
        using var http = new HttpConnection(stand.Platform.HttpPort);
        Register(http, stand, "lag-known");
        using var connection = stand.Postgres.Open(Platform.Database);
        if (!Wait.Until(() => IsThere(connection, "lag-known"), Limit)) throw new LoadException("a device is in no read model");
        using var tables = new ReadModelTables(connection, "lag-known");
        LoadResult? load = null;
        var seconds = Math.Max(3, stand.Options.Seconds * 10);
        var commands = new Thread(() => load = Load(stand, "load", seconds));
        commands.Start();
        var lag = new Samples();
        for (var i = 0; commands.IsAlive; i++) lag.Add(Measure(http, stand, tables, $"lag-{i:D5}"));
        commands.Join();
        if (load!.Failures is [var failure, ..]) throw new LoadException($"a command fails: {failure}");
        var rate = load.Operations / seconds;
        foreach (var (name, share) in new[] { ("p50", 0.5), ("p99", 0.99) })
            report.Figure(
                $"command to row in the read model, {rate:#,0} others a second, {name}", lag.Percentile(share), "ms",
                share > 0.9 ? Aims.LagUnderLoad : null, ("the commands", load.Latencies.Percentile(share)));
    }

    private static long Measure(HttpConnection http, Stand stand, ReadModelTables tables, string id)
    {
        Register(http, stand, id);
        var answered = Stopwatch.GetTimestamp();
        // Without a pause the looking would take a core from those who are looked at.
        if (!Wait.Until(() => tables.Show(id), Limit, 2)) throw new LoadException($"{id} is in no read model after {Limit.TotalSeconds} s");
        return Stopwatch.GetTimestamp() - answered;
    }

    private static bool IsThere(Npgsql.NpgsqlConnection connection, string id)
    {
        using var command = new Npgsql.NpgsqlCommand("select exists (select from iot.mt_doc_device where id = $1)", connection);
        command.Parameters.Add(new() { Value = id });
        return (bool)command.ExecuteScalar()!;
    }

    private static void Register(HttpConnection http, Stand stand, string id)
    {
        var request = EncodedRequest.Post("/v1/iot/devices", stand.Platform.ApiKey, $$"""{"name":"Lag","device_id":"{{id}}"}""");
        if (http.Exchange(request) is var status and not 201) throw new LoadException($"POST device answered {status}");
    }

    private static LoadResult Load(Stand stand, string kind, double seconds)
    {
        var number = 0;
        return HttpLoad.Run(stand.Platform.HttpPort, Clients, seconds, 201, () =>
        {
            var zeros = new string('0', Digits);
            var own = EncodedRequest.Post("/v1/iot/devices", stand.Platform.ApiKey, $$"""{"name":"Load","device_id":"{{kind}}-{{zeros}}"}""");
            var at = own.AsSpan().IndexOf(Encoding.ASCII.GetBytes(zeros));
            return () =>
            {
                Encoding.ASCII.GetBytes(Interlocked.Increment(ref number).ToString($"D{Digits}"), own.AsSpan(at));
                return own;
            };
        }, (double)Clients / CommandsPerSecond);
    }
}
