using IotPlatform.Platform;

namespace IotPlatform.Telemetry;

/// <summary>Whether the ingest commits what it takes in.</summary>
public sealed class IngestHealth(TelemetryWriter writer, IngestBuffer queue)
{
    private static readonly TimeSpan LongEnough = TimeSpan.FromSeconds(15);

    /// <summary>Looks how long the writer has been busy with one batch.</summary>
    public Ailment? Check() => writer.BusyFor is { } busy && busy > LongEnough
        ? Ailment.Stops($"has been writing one batch for {busy.TotalSeconds:f0} s, and {queue.Length} messages wait")
        : null;
}
