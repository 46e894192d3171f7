using System.Threading.Channels;

namespace IotPlatform.Telemetry;

/// <summary>
/// Feeds one consumer: from the log until it has caught up with the writer, then live. A consumer that fails falls back to the log, so
/// it never holds up the ingest; one that is merely slow does, so that what it evaluates stays fresh.
/// </summary>
public sealed class ConsumerPump(ITelemetryConsumer consumer, TelemetryLog log, IDeviceDirectory devices, int capacity, ILogger logger)
{
    private const int CatchUpBatch = 1_000;
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(30);

    private readonly Channel<TelemetryBatch> _live = Channel.CreateBounded<TelemetryBatch>(capacity);
    private readonly Lock _lock = new();
    private bool _isLive;
    private long _committed;
    private long _consumed;

    /// <summary>Takes a committed batch if the consumer is live; else it will find it in the log.</summary>
    public ValueTask OfferAsync(TelemetryBatch batch, CancellationToken cancellation)
    {
        lock (_lock)
        {
            _committed = batch.LastSeq;
            if (!_isLive) return ValueTask.CompletedTask;
        }
        return _live.Writer.WriteAsync(batch, cancellation);
    }

    /// <summary>Feeds the consumer until cancelled.</summary>
    public async Task RunAsync(CancellationToken cancellation)
    {
        for (var pause = TimeSpan.FromSeconds(1); !cancellation.IsCancellationRequested; pause = pause * 2 < LongestPause ? pause * 2 : LongestPause)
        {
            var before = Volatile.Read(ref _consumed);
            try
            {
                await FeedAsync(cancellation);
            }
            catch (Exception e) when (!cancellation.IsCancellationRequested)
            {
                FallBack();
                if (_consumed > before) pause = TimeSpan.FromSeconds(1);
                logger.LogError(e, "{Consumer} failed on telemetry; it goes on from its checkpoint in {Pause}", consumer.Name, pause);
                await Task.Delay(pause, cancellation).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
            catch (OperationCanceledException)
            {
                break;
            }
        }
        FallBack();
    }

    private async Task FeedAsync(CancellationToken cancellation)
    {
        _consumed = await consumer.ReadCheckpointAsync(cancellation);
        long target;
        do
        {
            lock (_lock) target = _committed;
            await CatchUpAsync(cancellation);
        }
        while (!TryGoLive(target));
        await foreach (var batch in _live.Reader.ReadAllAsync(cancellation)) await ConsumeAsync(batch, cancellation);
    }

    private async Task CatchUpAsync(CancellationToken cancellation)
    {
        var records = new List<TelemetryRecord>(CatchUpBatch);
        await foreach (var record in log.ReadFromAsync(_consumed, devices, cancellation))
        {
            records.Add(record);
            if (records.Count < CatchUpBatch) continue;
            await ConsumeAsync(new TelemetryBatch([.. records]), cancellation);
            records.Clear();
        }
        if (records.Count > 0) await ConsumeAsync(new TelemetryBatch(records), cancellation);
    }

    /// <summary>
    /// Under the lock, so that a batch is either seen here as committed or offered to the channel. What was committed before the log
    /// was read has been read, even where its last records were of no interest.
    /// </summary>
    private bool TryGoLive(long target)
    {
        _consumed = Math.Max(_consumed, target);
        lock (_lock) return _isLive = _committed <= _consumed;
    }

    private async ValueTask ConsumeAsync(TelemetryBatch batch, CancellationToken cancellation)
    {
        if (batch.LastSeq <= _consumed) return;
        // Half of a batch was in the log already, if PostgreSQL refused one of its rows and it was committed in parts.
        if (batch.FirstSeq <= _consumed) batch = new TelemetryBatch([.. batch.Records.Where(r => r.Seq > _consumed)]);
        await consumer.ConsumeAsync(batch, cancellation);
        _consumed = batch.LastSeq;
    }

    /// <summary>Back to the log; emptying the channel frees a writer that waits for room in it.</summary>
    private void FallBack()
    {
        lock (_lock) _isLive = false;
        while (_live.Reader.TryRead(out _)) { }
    }
}
