using System.Diagnostics.Metrics;
using IotPlatform.Platform;
using IotPlatform.RuleEngine;

namespace IotPlatform.Alarms;

/// <summary>What becomes of alarms, under the meter <c>IotPlatform.Alarms</c>, of all customers together.</summary>
public sealed class AlarmMetrics
{
    private readonly Counter<long> _triggered;
    private readonly Counter<long> _resolved;
    private SeverityCounts _open = SeverityCounts.None;

    /// <summary>Creates the instruments, and begins to count what this node commits.</summary>
    public AlarmMetrics(IMeterFactory meters, CommitFeed feed)
    {
        var meter = meters.Create("IotPlatform.Alarms");
        _triggered = meter.CreateCounter<long>("iot.alarms.triggered", "{alarm}", "Alarms that were opened, by severity.");
        _resolved = meter.CreateCounter<long>("iot.alarms.resolved", "{alarm}", "Alarms that were closed, by severity.");
        meter.CreateObservableGauge("iot.alarms.open", Observe, "{alarm}", "Alarms that are active or acknowledged, by severity.");
        feed.Subscribe(Count);
    }

    /// <summary>So many are open now.</summary>
    public void Open(SeverityCounts counts) => _open = counts;

    private void Count(CommittedEvents committed)
    {
        foreach (var e in committed.Events)
        {
            if (e.Data is AlarmTriggered triggered) _triggered.Add(1, Of(triggered.Severity));
            else if (e.Data is AlarmReopened reopened) _triggered.Add(1, Of(reopened.Severity));
            else if (e.Data is AlarmResolved resolved) _resolved.Add(1, Of(resolved.Severity));
        }
    }

    private IEnumerable<Measurement<long>> Observe()
    {
        var open = _open;
        return [new(open.Critical, Of(Severity.Critical)), new(open.Warning, Of(Severity.Warning)), new(open.Info, Of(Severity.Info))];
    }

    private static KeyValuePair<string, object?> Of(Severity severity) => new("severity", Words.Of(severity));
}
