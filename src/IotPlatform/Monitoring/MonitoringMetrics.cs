using System.Diagnostics.Metrics;
using IotPlatform.RuleEngine;

namespace IotPlatform.Monitoring;

/// <summary>How evaluation does, under the meter <c>IotPlatform.Monitoring</c>.</summary>
public sealed class MonitoringMetrics
{
    private static readonly InstrumentAdvice<double> Seconds = new()
    {
        HistogramBucketBoundaries = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
    };

    private readonly Counter<long> _skipped;
    private readonly Histogram<double> _page;

    /// <summary>Creates the instruments; how far evaluation is behind is observed.</summary>
    public MonitoringMetrics(IMeterFactory meters, EvaluationClock time)
    {
        var meter = meters.Create("IotPlatform.Monitoring");
        _skipped = meter.CreateCounter<long>(
            "iot.monitoring.skipped", "{observation}", "Observations and verdicts that evaluation skipped because of a fault.");
        _page = meter.CreateHistogram(
            "iot.monitoring.page.duration", "s", "Time to evaluate a batch and to record its verdicts.", advice: Seconds);
        meter.CreateObservableGauge(
            "iot.monitoring.rows_behind", () => time.RowsBehind, "{row}", "Rows of the log that are not evaluated yet.");
        meter.CreateObservableGauge(
            "iot.monitoring.lag", () => time.Lag.TotalSeconds, "s", "How long ago that was received which is evaluated now.");
    }

    /// <summary>An observation could not be evaluated.</summary>
    public void Skipped(Observation _) => Skipped("observation");

    /// <summary>A verdict could not take effect.</summary>
    public void Skipped(Effect _) => Skipped("verdict");

    /// <summary>A batch has been evaluated.</summary>
    public void Evaluated(TimeSpan took) => _page.Record(took.TotalSeconds);

    private void Skipped(string what) => _skipped.Add(1, new KeyValuePair<string, object?>("what", what));
}
