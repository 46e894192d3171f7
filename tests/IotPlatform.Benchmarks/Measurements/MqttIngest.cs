using System.Globalization;
using System.Text.Json.Nodes;
using IotPlatform.Benchmarks.Load;
using IotPlatform.Benchmarks.Stands;
using Npgsql;

namespace IotPlatform.Benchmarks.Measurements;

/// <summary>
/// Telemetry that is acknowledged only after its commit, against a server that stores nothing and against COPY of the same rows
/// with nothing around it. Ends by asking the platform whether it counted every message that it acknowledged.
/// </summary>
internal sealed class MqttIngest : IMeasurement
{
    private static readonly TimeSpan CountLimit = TimeSpan.FromSeconds(15);
    private static readonly (int InFlight, Aim Aim)[] Depths = [(1, Aims.OneInFlight), (10, Aims.TenInFlight)];
    private long _acknowledged;

    public string Name => "mqtt";

    public bool MeasuresBaselines => true;

    public void Run(Stand stand, Report report)
    {
        var before = stand.Options.BaselinesOnly ? 0 : CountedMessages(stand);
        var connections = Fleet.Connect(Fleet.Unregistered(stand.Options.Connections), stand.MqttBaseline.MqttPort);
        foreach (var (inFlight, aim) in Depths) Compare(stand, report, new MqttLoad(connections), inFlight, aim);
        foreach (var connection in connections) connection.Dispose();
        if (!stand.Options.BaselinesOnly) CheckCount(stand, before + _acknowledged);
    }

    private void Compare(Stand stand, Report report, MqttLoad nothing, int inFlight, Aim aim)
    {
        var rows = stand.Options.Connections * inFlight;
        var contenders = new List<Contender>
        {
            new("storing nothing", stand.MqttBaseline.ProcessId, seconds => nothing.Run(inFlight, seconds)),
            new($"COPY of {rows:#,0} rows", stand.HttpBaseline.ProcessId, seconds => Copy(stand.HttpBaseline.HttpPort, rows, seconds)),
        };
        if (!stand.Options.BaselinesOnly)
        {
            var ours = new MqttLoad(stand.Fleet.Connections);
            contenders.Add(new Contender("platform", stand.Platform.ProcessId, seconds => Counted(ours.Run(inFlight, seconds))));
        }
        var series = new Rounds(stand).Run(contenders);
        var what = $"MQTT QoS 1, {stand.Options.Connections:#,0} connections × {inFlight} in flight";
        report.Rate(what, series.ElementAtOrDefault(2), series[0], aim);
        report.Rate(what, series.ElementAtOrDefault(2), series[1], Aims.ToCopy);
        foreach (var one in series) report.Cost(what, one);
    }

    private LoadResult Counted(LoadResult result)
    {
        _acknowledged += result.Answered;
        return result;
    }

    private static LoadResult Copy(int port, int rows, double seconds)
    {
        using var connection = new HttpConnection(port);
        var path = string.Create(CultureInfo.InvariantCulture, $"/copy?rows={rows}&seconds={seconds}");
        var status = connection.Exchange(EncodedRequest.Post(path, "", ""));
        if (status is not 200) throw new LoadException($"the COPY baseline answered {status}");
        var answer = JsonNode.Parse(connection.Body.Span)!;
        var copied = (long)answer["rows"]!;
        return new LoadResult(copied, copied, (double)answer["seconds"]!, new Samples(), []);
    }

    private static long CountedMessages(Stand stand)
    {
        using var connection = stand.Postgres.Open(Platform.Database);
        using var count = new NpgsqlCommand("select coalesce(sum(messages), 0)::bigint from iot.telemetry_batches", connection);
        return (long)count.ExecuteScalar()!;
    }

    private static void CheckCount(Stand stand, long expected)
    {
        var counted = 0L;
        if (!Wait.Until(() => (counted = CountedMessages(stand)) >= expected, CountLimit, everyMilliseconds: 100))
            throw new LoadException($"{expected} messages were acknowledged, but only {counted} are in the log");
    }
}
