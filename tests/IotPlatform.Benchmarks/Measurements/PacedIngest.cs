using IotPlatform.Benchmarks.Load;
using IotPlatform.Benchmarks.Stands;

namespace IotPlatform.Benchmarks.Measurements;

/// <summary>
/// What a durable message costs when they come one at a time, as many a second as in the test that another platform has published: there
/// is little to share a commit with, so this is the dear end; the cheap end is the cost under full load.
/// </summary>
internal sealed class PacedIngest : IMeasurement
{
    // A round is to hold several of the times at which what is in memory is stored.
    private const double Longer = 15;

    public string Name => "paced";

    public bool MeasuresBaselines => false;

    public void Run(Stand stand, Report report)
    {
        var connections = stand.Fleet.Connections;
        var before = TelemetryLog.CountMessages(stand);
        var sent = 0L;
        var series = new Rounds(stand, 1).Run(new Contender("platform", stand.Platform.ProcessId, seconds =>
        {
            var result = PacedLoad.Run(connections, Published.ThingsBoardPerSecond, Payloads.Normal, seconds * Longer);
            sent += result.Answered;
            return result;
        }))[0];
        var what = $"CPU of a durable message, {Published.ThingsBoardPerSecond:#,0} a second";
        MessageCpu.Report(report, what, series);
        report.Figure($"PUBACK at {Published.ThingsBoardPerSecond:#,0} messages a second, p50", series.Latencies.Percentile(0.5), "ms");
        report.Figure($"PUBACK at {Published.ThingsBoardPerSecond:#,0} messages a second, p99", series.Latencies.Percentile(0.99), "ms");
        TelemetryLog.AwaitMessages(stand, before + sent);
    }
}
