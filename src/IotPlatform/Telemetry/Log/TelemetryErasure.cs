namespace IotPlatform.Telemetry;

/// <summary>Removes a deleted device's telemetry. Its session must be dropped before, or it writes on.</summary>
public sealed class TelemetryErasure(TelemetryLog log, LatestValues latest)
{
    /// <summary>Removes all that is stored and remembered of the device; safe to repeat.</summary>
    public async Task EraseAsync(int deviceKey, CancellationToken cancellation)
    {
        await log.EraseAsync(deviceKey, cancellation);
        await latest.EraseAsync(deviceKey, cancellation);
    }
}
