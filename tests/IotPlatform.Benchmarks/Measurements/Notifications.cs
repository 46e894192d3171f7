using IotPlatform.Benchmarks.Stands;

namespace IotPlatform.Benchmarks.Measurements;

/// <summary>
/// Alarms on their way to a webhook: of a whole fleet at once, each in a message of its own and all in one; at a steady rate; and beside a
/// receiver that never answers.
/// </summary>
internal sealed class Notifications : IMeasurement
{
    public static readonly TimeSpan Limit = TimeSpan.FromMinutes(3);

    public string Name => "notify";

    public bool MeasuresBaselines => false;

    public void Run(Stand stand, Report report)
    {
        using var watch = new NotificationWatch(stand);
        using var sink = new WebhookSink();
        using (var fleet = new NotifiedFleet(stand, "notified", stand.Options.NotifiedDevices))
        {
            NotificationBurst.Run(stand, report, fleet, sink, watch);
            NotificationLatency.Run(stand, report, fleet, sink, watch);
        }
        using var held = new NotifiedFleet(stand, "held", HeldReceiver.Devices);
        HeldReceiver.Run(stand, report, held, sink, watch);
    }
}
