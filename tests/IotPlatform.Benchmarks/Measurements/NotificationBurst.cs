using System.Diagnostics;
using System.Globalization;
using IotPlatform.Benchmarks.Load;
using IotPlatform.Benchmarks.Stands;

namespace IotPlatform.Benchmarks.Measurements;

/// <summary>
/// All devices of a fleet breach a rule at once: until the last alarm is committed, when nobody is told; until the last webhook, when each
/// is told; and from the one webhook that tells them all until the last timeline has its entry. Each is beside the first.
/// </summary>
internal sealed class NotificationBurst(NotifiedFleet fleet, WebhookSink sink, NotificationWatch watch)
{
    private const string Path = "/burst";

    private readonly string _channel = fleet.Webhook(sink.Url(Path));
    private readonly int _count = fleet.Connections.Count;

    public static void Run(Stand stand, Report report, NotifiedFleet fleet, WebhookSink sink, NotificationWatch watch)
    {
        var burst = new NotificationBurst(fleet, sink, watch);
        var platform = stand.Platform.ProcessId;
        var what = string.Create(CultureInfo.InvariantCulture, $"{fleet.Connections.Count:#,0} alarms at once");
        var each = new Rounds(stand).Run(
            new Contender("nobody is told", platform, _ => burst.Untold()), new Contender("a webhook each", platform, _ => burst.Told()));
        var wait = (int)Math.Ceiling(3 * fleet.Connections.Count / each[0].Slowest) + 1;
        var grouped = new Rounds(stand).Run(new Contender("one webhook for all", platform, _ => burst.Grouped(wait)))[0];
        report.Rate($"{what}, a webhook each", each[1], each[0], null);
        report.Rate($"{what}, one webhook: entries in timelines after it", grouped, each[1], null);
        report.Figure("CPU of an alarm with a webhook", Cpu(each[1]), "µs", baseline: ("nobody is told", Cpu(each[0])));
        report.Figure("CPU of an alarm in one webhook for all", Cpu(grouped), "µs", baseline: ("nobody is told", Cpu(each[0])));
        foreach (var one in each.Append(grouped)) report.Cost(what, one);
    }

    private static double Cpu(Series series) => series.ServerMicroseconds + series.PostgresMicroseconds;

    private LoadResult Untold()
    {
        var (_, breach) = fleet.NewRule();
        watch.Begin();
        var start = Stopwatch.GetTimestamp();
        Breaches.AtOnce(fleet.Connections, breach);
        watch.AwaitAlarms(_count);
        return Result(Stopwatch.GetElapsedTime(start), new());
    }

    private LoadResult Told()
    {
        var (ofRule, breach) = fleet.NewRule();
        fleet.Policy(_channel, ofRule);
        watch.Begin();
        var start = Stopwatch.GetTimestamp();
        var sent = Breaches.AtOnce(fleet.Connections, breach);
        var (latencies, received) = (new Samples(), sink.Take(_count, Notifications.Limit));
        foreach (var webhook in received) latencies.Add(webhook.Ticks - sent[webhook.DeviceId]);
        // The rest of the work is this round's, too.
        watch.AwaitTimelines(_count);
        return Result(Stopwatch.GetElapsedTime(start, received.Max(webhook => webhook.Ticks)), latencies);
    }

    private LoadResult Grouped(int waitSeconds)
    {
        var (ofRule, breach) = fleet.NewRule();
        fleet.Policy(_channel, $""","group_by":"rule","group_wait_seconds":{waitSeconds}{ofRule}""");
        watch.Begin();
        Breaches.AtOnce(fleet.Connections, breach);
        var start = sink.Take(1, Notifications.Limit)[0].Ticks;
        watch.AwaitTimelines(_count);
        return Result(Stopwatch.GetElapsedTime(start), new());
    }

    private LoadResult Result(TimeSpan duration, Samples latencies) => new(_count, _count, duration.TotalSeconds, latencies, []);
}
