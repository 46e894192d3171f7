using System.Globalization;
using IotPlatform.Benchmarks.Load;
using IotPlatform.Benchmarks.Stands;

namespace IotPlatform.Benchmarks.Measurements;

/// <summary>
/// Ten policies tell ten receivers of each alarm, and one of them takes what comes and never answers: what the other nine notice.
/// </summary>
internal static class HeldReceiver
{
    public const int Devices = 100;

    private const int Receivers = 10;
    private const int PerSecond = 10;
    private const string HeldPath = "/held-1";

    public static void Run(Stand stand, Report report, NotifiedFleet fleet, WebhookSink sink, NotificationWatch watch)
    {
        for (var i = 1; i <= Receivers; i++) fleet.Policy(fleet.Webhook(sink.Url($"/held-{i}")));
        var platform = stand.Platform.ProcessId;
        var series = new Rounds(stand).Run(
            new Contender("all answer", platform, _ => Round(fleet, sink, watch, isHeld: false)),
            new Contender("one never answers", platform, _ => Round(fleet, sink, watch, isHeld: true)));
        foreach (var (name, share) in new[] { ("p50", 0.5), ("p99", 0.99) })
            report.Figure(
                $"publish to webhook of nine receivers beside one that never answers, {name}", series[1].Latencies.Percentile(share), "ms",
                share < 0.9 ? null : Aims.BesideHeldReceiver, ("all answer", series[0].Latencies.Percentile(share)));
        var what = string.Create(CultureInfo.InvariantCulture, $"{Receivers} receivers, {PerSecond} alarms a second");
        foreach (var one in series) report.Cost(what, one);
    }

    private static LoadResult Round(NotifiedFleet fleet, WebhookSink sink, NotificationWatch watch, bool isHeld)
    {
        var (_, breach) = fleet.NewRule();
        if (isHeld) sink.Hold(HeldPath);
        var (sent, _) = Breaches.Paced(fleet.Connections, breach, PerSecond);
        var count = fleet.Connections.Count * (isHeld ? Receivers - 1 : Receivers);
        var latencies = new Samples();
        foreach (var webhook in sink.Take(count, Notifications.Limit).Where(webhook => webhook.Path != HeldPath))
            latencies.Add(webhook.Ticks - sent[webhook.DeviceId]);
        // What was held is sent now, and the next round finds nothing of this one.
        sink.Release();
        watch.AwaitEnd();
        sink.Take(0, Notifications.Limit);
        return new(latencies.Count, latencies.Count, (double)fleet.Connections.Count / PerSecond, latencies, []);
    }
}
