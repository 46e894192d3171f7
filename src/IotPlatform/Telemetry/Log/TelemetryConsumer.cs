namespace IotPlatform.Telemetry;

/// <summary>
/// Someone who must see every committed record, in order: the rule evaluator for one. Live batches are the writer's own objects; after
/// a start, a failure or a gap the same records come from the log.
/// </summary>
public interface ITelemetryConsumer
{
    /// <summary>What to call it in the log.</summary>
    string Name { get; }

    /// <summary>
    /// The last position that it has durably dealt with; it is asked at the start and after each failure. 0: from the beginning.
    /// </summary>
    ValueTask<long> ReadCheckpointAsync(CancellationToken cancellation);

    /// <summary>
    /// Deals with the next records. While this takes long, the writer is slowed down. If it throws, it is asked for its
    /// checkpoint again after a pause; meanwhile ingest goes on without it.
    /// </summary>
    ValueTask ConsumeAsync(TelemetryBatch batch, CancellationToken cancellation);
}
