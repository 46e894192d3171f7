using IotPlatform.Benchmarks.Load;
using IotPlatform.Benchmarks.Stands;

namespace IotPlatform.Benchmarks.Measurements;

/// <summary>
/// Telemetry that is acknowledged only after its commit, against servers that store nothing and against COPY of the same rows with
/// nothing around it; and what a message costs in CPU time, against what another platform has published. Ends by asking the platform
/// whether it counted every message that it acknowledged.
/// </summary>
internal sealed class MqttIngest : IMeasurement
{
    private static readonly int[] Depths = [1, 10];
    private long _acknowledged;

    public string Name => "mqtt";

    public bool MeasuresBaselines => true;

    public void Run(Stand stand, Report report)
    {
        var before = stand.Options.BaselinesOnly ? 0 : TelemetryLog.CountMessages(stand);
        using var rivals = new MqttRivals(stand);
        foreach (var inFlight in Depths) Compare(stand, report, rivals, inFlight);
        if (!stand.Options.BaselinesOnly) TelemetryLog.AwaitMessages(stand, before + _acknowledged);
    }

    private void Compare(Stand stand, Report report, MqttRivals rivals, int inFlight)
    {
        var (http, rows) = (stand.HttpBaseline, stand.Options.Connections * inFlight);
        var contenders = rivals.Contenders(inFlight)
            .Append(new($"COPY of {rows:#,0} rows", http.ProcessId, seconds => CopyLoad.Run(http.HttpPort, rows, seconds)))
            .ToList();
        if (!stand.Options.BaselinesOnly)
        {
            var ours = new MqttLoad(stand.Fleet.Connections);
            contenders.Add(new Contender("platform", stand.Platform.ProcessId, seconds => Counted(ours.Run(inFlight, seconds))));
        }
        var all = new Rounds(stand).Run(contenders);
        var platform = stand.Options.BaselinesOnly ? null : all[^1];
        var what = $"MQTT QoS 1, {stand.Options.Connections:#,0} connections × {inFlight} in flight";
        foreach (var rival in all.Where(one => one != platform)) report.Rate(what, platform, rival, AimAgainst(rival.Name, inFlight));
        if (platform is not null) MessageCpu.Report(report, $"CPU of a durable message, × {inFlight}", platform);
        foreach (var one in all) report.Cost(what, one);
    }

    private static Aim AimAgainst(string rival, int inFlight) => rival switch
    {
        MqttRivals.Bare => inFlight is 1 ? Aims.OneInFlight : Aims.TenInFlight,
        BareBroker.MosquittoName => Aims.ToMosquitto,
        BareBroker.AcksName => Aims.ToGenerator,
        _ => Aims.ToCopy,
    };

    private LoadResult Counted(LoadResult result)
    {
        _acknowledged += result.Answered;
        return result;
    }
}
