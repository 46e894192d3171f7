using System.Diagnostics;
using IotPlatform.Benchmarks.Load;
using IotPlatform.Benchmarks.Stands;

namespace IotPlatform.Benchmarks.Measurements;

/// <summary>
/// From the publish that breaches a rule to the committed alarm, beside the time to the PUBACK of the same publish: at idle, and
/// while half of the fleet publishes as fast as it is acknowledged.
/// </summary>
internal sealed class AlarmLatency : IMeasurement
{
    private const int LoadRounds = 4;
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    public string Name => "alarm";

    public bool MeasuresBaselines => false;

    public void Run(Stand stand, Report report)
    {
        // Every device fires once, so that each firing is the first of its device; the other half of the fleet is the load.
        var probes = stand.Fleet.Connections.Take(stand.Options.Connections / 2).ToList();
        using var watch = new AlarmWatch(stand, stand.Platform.ApiKey);
        Probe(probes[0], watch, Limit);
        var idle = new Latencies();
        foreach (var probe in probes.Skip(1).Take(stand.Options.Repetitions)) idle.Add(Probe(probe, watch, Limit));
        Report(report, "at idle", idle, Aims.AlarmToPubAck);
        var rest = stand.Fleet.Connections.Skip(1 + stand.Options.Repetitions).ToList();
        UnderLoad(stand, report, "under load", rest, stand.Platform.ApiKey, Aims.AlarmToPubAck);
    }

    /// <summary>The last half of a fleet is the load, and of the others each fires once.</summary>
    public static void UnderLoad(
        Stand stand, Report report, string when, IReadOnlyList<MqttConnection> connections, string apiKey, Aim aim)
    {
        var half = stand.Options.Connections / 2;
        using var watch = new AlarmWatch(stand, apiKey);
        Report(report, when, UnderLoad(stand, [.. connections.SkipLast(half)], new MqttLoad([.. connections.TakeLast(half)]), watch), aim);
    }

    private static Latencies UnderLoad(Stand stand, List<MqttConnection> probes, MqttLoad load, AlarmWatch watch)
    {
        var running = Task.Run(() => load.Run(1, stand.Options.Seconds * LoadRounds));
        var latencies = new Latencies();
        try
        {
            foreach (var probe in probes.TakeWhile(_ => !running.IsCompleted)) latencies.Add(Probe(probe, watch, Limit));
        }
        finally
        {
            // What fails here must not leave the load on for the measurements that follow.
            running.Wait();
        }
        var result = running.Result;
        if (result.Failures.Count > 0) throw new LoadException(string.Join("; ", result.Failures));
        return latencies;
    }

    private static (long PubAck, long Committed, long Visible) Probe(MqttConnection device, AlarmWatch watch, TimeSpan limit)
    {
        var id = device.DeviceId;
        watch.Begin();
        var (sentAt, acknowledgedAt) = device.PublishOnce(Payloads.Hot);
        watch.AwaitCommit(id, limit);
        var committedAt = Stopwatch.GetTimestamp();
        watch.AwaitAnswer(id, limit);
        return (acknowledgedAt - sentAt, committedAt - sentAt, Stopwatch.GetTimestamp() - sentAt);
    }

    private static void Report(Report report, string when, Latencies latencies, Aim aim)
    {
        foreach (var (name, share) in new[] { ("p50", 0.5), ("p99", 0.99) })
        {
            var (pubAck, committed) = (latencies.PubAck.Percentile(share), latencies.Committed.Percentile(share));
            var judged = share < 0.9 ? null : aim;
            report.Figure($"publish to alarm committed {when}, {name}", committed, "ms", judged, ("to PUBACK", pubAck));
            report.Figure($"publish to alarm in GET {when}, {name}", latencies.Visible.Percentile(share), "ms");
        }
    }

    private sealed class Latencies
    {
        public Samples PubAck { get; } = new();

        public Samples Committed { get; } = new();

        public Samples Visible { get; } = new();

        public void Add((long PubAck, long Committed, long Visible) probe)
        {
            PubAck.Add(probe.PubAck);
            Committed.Add(probe.Committed);
            Visible.Add(probe.Visible);
        }
    }
}
