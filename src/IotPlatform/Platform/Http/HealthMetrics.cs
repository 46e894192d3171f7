using System.Diagnostics.Metrics;

namespace IotPlatform.Platform;

/// <summary>What <c>/health/ready</c> would say, under the meter <c>IotPlatform.Health</c>.</summary>
public sealed class HealthMetrics
{
    private PlatformHealth _health = new([]);

    /// <summary>Creates the instruments.</summary>
    public HealthMetrics(IMeterFactory meters)
    {
        var meter = meters.Create("IotPlatform.Health");
        meter.CreateObservableGauge(
            "iot.health.ready", () => _health.IsReady ? 1 : 0, description: "1 while the platform can take requests.");
        meter.CreateObservableGauge(
            "iot.health.working", Observe, description: "1 while a part of the platform has nothing to complain of.");
    }

    /// <summary>So it is now.</summary>
    public void Show(PlatformHealth health) => _health = health;

    private IEnumerable<Measurement<int>> Observe() =>
        _health.Parts.Select(
            part => new Measurement<int>(part.Ailment is null ? 1 : 0, new KeyValuePair<string, object?>("part", part.Name)));
}

/// <summary>Asks now and then how the platform is.</summary>
public sealed class HealthReading(HealthReport report, HealthMetrics metrics, TimeProvider time, ILogger<HealthReading> log)
    : GaugeReading(time, log)
{
    /// <inheritdoc/>
    protected override async Task ReadAsync(CancellationToken cancellation) => metrics.Show(await report.CheckAsync(cancellation));
}
