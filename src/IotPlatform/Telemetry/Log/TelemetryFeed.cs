namespace IotPlatform.Telemetry;

/// <summary>Hands committed batches to all consumers.</summary>
public sealed class TelemetryFeed(
    IEnumerable<ITelemetryConsumer> consumers, TelemetryLog log, IDeviceDirectory devices, TelemetryOptions options, ILogger<TelemetryFeed> logger)
{
    private readonly ConsumerPump[] _pumps = [.. consumers.Select(c => new ConsumerPump(c, log, devices, options.ConsumerBatches, logger))];

    /// <summary>Hands a batch on; waits while a consumer that keeps up otherwise is too far behind.</summary>
    public async ValueTask PublishAsync(TelemetryBatch batch, CancellationToken cancellation)
    {
        foreach (var pump in _pumps) await pump.OfferAsync(batch, cancellation);
    }

    /// <summary>Runs all consumers until cancelled; what they have not got by then they get from the log after the next start.</summary>
    public Task RunAsync(CancellationToken cancellation) => Task.WhenAll(_pumps.Select(p => p.RunAsync(cancellation)));
}
