using System.Globalization;
using IotPlatform.Benchmarks.Load;
using IotPlatform.Benchmarks.Stands;

namespace IotPlatform.Benchmarks.Measurements;

/// <summary>
/// From the publish that breaches a rule, from its alarm's event and from the planned delivery to the receipt of the webhook, while alarms
/// come at a steady rate.
/// </summary>
internal static class NotificationLatency
{
    private const int PerSecond = 50;
    private const int WarmUp = 50;
    private const int Alarms = 1000;

    public static void Run(Stand stand, Report report, NotifiedFleet fleet, WebhookSink sink, NotificationWatch watch)
    {
        var (ofRule, breach) = fleet.NewRule();
        fleet.Policy(fleet.Webhook(sink.Url("/paced")), ofRule);
        new Rounds(stand).SettleDown();
        Send([.. fleet.Connections.Take(WarmUp)]);
        watch.Begin();
        var (sent, pubAcks, received) = Send([.. fleet.Connections.Skip(WarmUp).Take(Alarms)]);
        watch.AwaitEnd();
        var (times, published, appended, planned) = (watch.Times(), new Samples(), new Samples(), new Samples());
        foreach (var webhook in received)
        {
            published.Add(webhook.Ticks - sent[webhook.DeviceId]);
            appended.Add(Samples.TicksOf(webhook.At - times[webhook.DeliveryId].AppendedAt));
            planned.Add(Samples.TicksOf(webhook.At - times[webhook.DeliveryId].PlannedAt));
        }
        foreach (var (name, share) in new[] { ("p50", 0.5), ("p99", 0.99) })
        {
            var tail = string.Create(CultureInfo.InvariantCulture, $"to webhook at {PerSecond} alarms a second, {name}");
            report.Figure($"publish {tail}", published.Percentile(share), "ms", baseline: ("to PUBACK", pubAcks.Percentile(share)));
            report.Figure($"alarm's event {tail}", appended.Percentile(share), "ms");
            report.Figure($"planned delivery {tail}", planned.Percentile(share), "ms");
        }

        (IReadOnlyDictionary<string, long> Sent, Samples PubAcks, IReadOnlyList<Webhook> Received) Send(IReadOnlyList<MqttConnection> connections)
        {
            var (at, acks) = Breaches.Paced(connections, breach, PerSecond);
            return (at, acks, sink.Take(connections.Count, Notifications.Limit));
        }
    }
}
