using System.Diagnostics;
using IotPlatform.Platform;
using Npgsql;

namespace IotPlatform.Telemetry;

/// <summary>
/// The one writer of this process: takes what the queue has collected, commits it, then makes it visible, then acknowledges it, then
/// hands it on; so the order of commits is the order of sequence numbers, and whoever was acknowledged finds his values.
/// A database that is down stops it, and thereby the senders, but loses nothing.
/// </summary>
public sealed class TelemetryWriter(
    IngestBuffer queue,
    BatchStore store,
    DayPartitions partitions,
    LatestValues latest,
    TelemetryFeed feed,
    IngestPosition position,
    TelemetryMetrics metrics,
    ILogger<TelemetryWriter> log)
{
    // Where messages come from many senders, those right after a commit share the next one: at a thousand a second that takes a third off the
    // processor time of each. Who sends one after the other does not wait; and where many wait, the next commit is large enough.
    private static readonly TimeSpan Gathering = TimeSpan.FromMilliseconds(2);
    private const int ManyMessages = 500;

    private static readonly TimeSpan ShortestPause = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(5);

    private long _busySince;

    /// <summary>How long one batch has been written; null while none is.</summary>
    public TimeSpan? BusyFor => Volatile.Read(ref _busySince) is not 0 and var since ? Stopwatch.GetElapsedTime(since) : null;

    /// <summary>Writes until the queue is closed and empty. Cancelling gives up: what is not committed yet is refused.</summary>
    public async Task RunAsync(CancellationToken cancellation)
    {
        try
        {
            while (await queue.TakeAsync(cancellation) is { } batch)
            {
                Volatile.Write(ref _busySince, Stopwatch.GetTimestamp());
                await WriteAsync(batch, cancellation);
                Volatile.Write(ref _busySince, 0);
                if (batch.Messages.Count > 1 && queue.Length < ManyMessages) await Task.Delay(Gathering, cancellation);
            }
        }
        finally
        {
            queue.Close();
            while (await queue.TakeAsync(CancellationToken.None) is { } left) left.Fail(new IngestClosedException());
        }
    }

    private async Task WriteAsync(IngestBatch batch, CancellationToken cancellation)
    {
        using var span = Tracing.Source.StartActivity("ingest batch");
        span?.SetTag("messages", batch.Messages.Count);
        var started = Stopwatch.GetTimestamp();
        IReadOnlyList<TelemetryRecord> records;
        try
        {
            var first = await RetryAsync(() => store.TakeSeqAsync(batch.Rows, cancellation).AsTask(), cancellation);
            records = await CommitAsync(batch.ToRecords(first), cancellation);
        }
        catch (Exception e)
        {
            batch.Fail(e);
            throw;
        }
        latest.Apply(records);
        batch.Complete();
        metrics.Committed(batch.Messages.Count, records, Stopwatch.GetElapsedTime(started));
        if (records.Count > 0)
        {
            position.Committed(records[^1].Seq);
            await feed.PublishAsync(new TelemetryBatch(records), cancellation);
        }
        queue.Release(batch);
    }

    /// <summary>
    /// Commits all rows that PostgreSQL takes, and gives those back. One that it refuses is found by halving, and left out.
    /// </summary>
    private async Task<IReadOnlyList<TelemetryRecord>> CommitAsync(ReadOnlyMemory<TelemetryRecord> records, CancellationToken cancellation)
    {
        try
        {
            await RetryAsync(async () =>
            {
                await store.CommitAsync(records, cancellation);
                return true;
            }, cancellation);
            return records.ToArray();
        }
        catch (Exception e) when (!cancellation.IsCancellationRequested && IsFaultOfRow(e))
        {
            await store.DisconnectAsync();
            if (records.Length == 1) return LeaveOut(records.Span[0], e);
            var half = records.Length / 2;
            return [.. await CommitAsync(records[..half], cancellation), .. await CommitAsync(records[half..], cancellation)];
        }
    }

    private IReadOnlyList<TelemetryRecord> LeaveOut(TelemetryRecord poison, Exception reason)
    {
        metrics.Poison();
        log.LogError(reason, "PostgreSQL refuses a row of device {Device} of {Customer}; it is left out",
            poison.Device.DeviceId, poison.Device.Customer);
        return [];
    }

    private async Task<T> RetryAsync<T>(Func<Task<T>> attempt, CancellationToken cancellation)
    {
        for (var pause = ShortestPause; ; pause = pause * 2 < LongestPause ? pause * 2 : LongestPause)
        {
            try
            {
                return await attempt();
            }
            catch (Exception e) when (!cancellation.IsCancellationRequested && !IsFaultOfRow(e))
            {
                metrics.Retry();
                log.LogWarning(e, "The telemetry log can't be written; trying again in {Pause}", pause);
                partitions.Forget();
                await store.DisconnectAsync();
                await Task.Delay(pause, cancellation);
            }
        }
    }

    /// <summary>
    /// Whether the rows themselves are to blame: bad data (class 22), or a program limit (54). A missing partition (23514) heals by itself.
    /// </summary>
    private static bool IsFaultOfRow(Exception e) =>
        e is PostgresException { SqlState: [var first, var second, ..] } && (first, second) is ('2', '2') or ('5', '4');
}
