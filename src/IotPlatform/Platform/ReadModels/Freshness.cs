using System.Collections.Concurrent;
using JasperFx.Events.Daemon;
using JasperFx.Events.Projections;
using Marten;
using Npgsql;

namespace IotPlatform.Platform;

/// <summary>The read models have not come so far in time as a command has to know.</summary>
public sealed class ReadModelsBehindException() : Exception("The read models are behind");

/// <summary>
/// Read your own writes over asynchronous projections: remembers the last event that each customer committed on this node, and lets a
/// read wait, for a bounded time, until the read models have come so far.
/// </summary>
public sealed class Freshness(NpgsqlDataSource database) : IObserver<ShardState>
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);
    private readonly ConcurrentDictionary<string, long> _committed = new();
    private readonly Lock _lock = new();
    private long _projected;
    private long _lastCommitted;
    private long _floor;
    private volatile bool _isPaused;
    private volatile TaskCompletionSource _progress = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Something was committed here, or the read models have come further. Must be quick.</summary>
    public event Action? Changed;

    /// <summary>The last event that was committed on this node.</summary>
    public long Committed => Volatile.Read(ref _lastCommitted);

    /// <summary>How far the read models are known to be, on whatever node they are projected.</summary>
    public long Projected => Volatile.Read(ref _projected);

    /// <summary>Starts to follow the read models; what was committed before this start counts as committed by every customer.</summary>
    public async Task FollowAsync(IDocumentStore store, CancellationToken cancellation)
    {
        var database = (Marten.Storage.IMartenDatabase)store.Storage.Database;
        _floor = (await database.FetchEventStoreStatistics(cancellation)).EventSequenceNumber;
        Advance(await database.ProjectionProgressFor(ShardName.Compose(ReadModels.Name), cancellation));
        database.Tracker.Subscribe(this);
    }

    /// <summary>What the read models still lack of what was committed before this start, or null when it is all there.</summary>
    public string? Missing => IsAt(_floor) ? null : $"not caught up yet: at event {Volatile.Read(ref _projected)} of {_floor}";

    /// <summary>Says whether the read models are made to stand still: then nobody waits for them.</summary>
    public void Pause(bool isPaused) => _isPaused = isPaused;

    /// <summary>Remembers that <paramref name="customer"/> committed the event of this sequence.</summary>
    public void Commit(string customer, long sequence)
    {
        _committed.AddOrUpdate(customer, sequence, (_, last) => Math.Max(last, sequence));
        lock (_lock) _lastCommitted = Math.Max(_lastCommitted, sequence);
        Changed?.Invoke();
    }

    /// <summary>The last event that the customer has committed on this node; null when it has committed none.</summary>
    public long? CommittedBy(string customer) => _committed.TryGetValue(customer, out var last) ? last : null;

    /// <summary>Hears from elsewhere how far the read models are.</summary>
    public void Hear(long projected)
    {
        if (projected <= Projected) return;
        Advance(projected);
        Release();
    }

    /// <summary>
    /// Waits until the read models show all that the customer committed here. After the bound the read goes on with what there is.
    /// </summary>
    public async ValueTask CatchUpAsync(string customer, CancellationToken cancellation) =>
        await WaitForAsync(Math.Max(_floor, _committed.GetValueOrDefault(customer)), cancellation);

    /// <summary>Waits until the read models show an event. After the bound the read goes on with what there is.</summary>
    public async ValueTask CatchUpWithAsync(long sequence, CancellationToken cancellation) => await WaitForAsync(sequence, cancellation);

    /// <summary>
    /// Waits until the read models show all that anybody has committed, for a command that decides on them. After the bound the command
    /// fails, rather than to decide on less.
    /// </summary>
    public async Task CatchUpWithStoreAsync(CancellationToken cancellation)
    {
        await using var command = database.CreateCommand("select coalesce(max(seq_id), 0) from iot.mt_events");
        var target = (long)(await command.ExecuteScalarAsync(cancellation))!;
        if (!await WaitForAsync(target, cancellation)) throw new ReadModelsBehindException();
    }

    private async ValueTask<bool> WaitForAsync(long target, CancellationToken cancellation)
    {
        if (IsAt(target)) return true;
        if (_isPaused) return false;
        using var bound = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        bound.CancelAfter(Patience);
        while (true)
        {
            var progress = _progress.Task;
            if (IsAt(target)) return true;
            try
            {
                await progress.WaitAsync(bound.Token);
            }
            catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
            {
                return false;
            }
        }
    }

    void IObserver<ShardState>.OnNext(ShardState value)
    {
        if (value.ShardName != ReadModels.Shard || value.Action is not (ShardAction.Updated or ShardAction.Started)) return;
        Advance(value.Sequence);
        Release();
        Changed?.Invoke();
    }

    void IObserver<ShardState>.OnCompleted()
    {
    }

    void IObserver<ShardState>.OnError(Exception error)
    {
    }

    private void Release() => Interlocked.Exchange(ref _progress, new(TaskCreationOptions.RunContinuationsAsynchronously)).TrySetResult();

    private void Advance(long sequence)
    {
        lock (_lock) _projected = Math.Max(_projected, sequence);
    }

    private bool IsAt(long target) => Volatile.Read(ref _projected) >= target;
}
