using NodaTime;

namespace IotPlatform.Telemetry;

/// <summary>How the ingest trades memory and latency; the defaults suit one machine.</summary>
public sealed record TelemetryOptions
{
    /// <summary>How long values are kept where no plan says otherwise.</summary>
    public Duration Retention { get; init; } = Duration.FromDays(30);

    /// <summary>Messages in one transaction at most. Below that a batch is what came in during the last commit.</summary>
    public int BatchMessages { get; init; } = 5_000;

    /// <summary>Bytes of memory of one transaction at most.</summary>
    public long BatchBytes { get; init; } = 8 << 20;

    /// <summary>Messages that wait for their commit at most; then senders wait.</summary>
    public int QueueMessages { get; init; } = 20_000;

    /// <summary>Bytes of memory that wait for their commit at most; then senders wait.</summary>
    public long QueueBytes { get; init; } = 64 << 20;

    /// <summary>Committed batches that a consumer may be behind before the writer waits for it.</summary>
    public int ConsumerBatches { get; init; } = 8;

    /// <summary>Devices whose latest values are held in memory when nothing of theirs is waiting to be stored.</summary>
    public int LatestDevices { get; init; } = 100_000;

    /// <summary>
    /// How often latest values are stored, a row for each device that sent any; what is newer is taken from the log after a restart.
    /// </summary>
    public TimeSpan LatestFlushInterval { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>
    /// How often hours that are over are packed, day partitions are made ahead, and those that are of no use any more are dropped.
    /// </summary>
    public TimeSpan MaintenanceInterval { get; init; } = TimeSpan.FromMinutes(1);
}

/// <summary>How long a customer's values are kept; asked for every message, so it answers from memory.</summary>
public interface ITelemetryRetention
{
    /// <summary>The retention of the customer's plan.</summary>
    Duration Of(string customer);

    /// <summary>The longest of all, after which a day's partition is dropped.</summary>
    Duration Longest { get; }

    /// <summary>The customers whose values are kept for less than <see cref="Longest"/>.</summary>
    IReadOnlyCollection<(string Customer, Duration Kept)> Shorter { get; }
}

/// <summary>The same retention for all customers.</summary>
public sealed class FixedRetention(TelemetryOptions options) : ITelemetryRetention
{
    /// <inheritdoc/>
    public Duration Of(string customer) => options.Retention;

    /// <inheritdoc/>
    public Duration Longest => options.Retention;

    /// <inheritdoc/>
    public IReadOnlyCollection<(string Customer, Duration Kept)> Shorter => [];
}
