using System.Collections.Concurrent;
using JasperFx.Events.Daemon;
using JasperFx.Events.Projections;
using Marten;

namespace IotPlatform.Platform;

/// <summary>
/// Read your own writes over asynchronous projections: remembers the last event that each customer committed on this node, and lets a
/// read wait, for a bounded time, until the projection that it reads has come so far.
/// </summary>
public sealed class Freshness : IObserver<ShardState>
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);
    private readonly ConcurrentDictionary<string, long> _committed = new();
    private readonly ConcurrentDictionary<string, long> _projected = new();
    private volatile TaskCompletionSource _progress = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Starts to follow the projections of <paramref name="store"/>.</summary>
    public void Follow(IDocumentStore store) => ((Marten.Storage.IMartenDatabase)store.Storage.Database).Tracker.Subscribe(this);

    /// <summary>Remembers that <paramref name="customer"/> committed the event of this sequence.</summary>
    public void Committed(string customer, long sequence) =>
        _committed.AddOrUpdate(customer, sequence, (_, last) => Math.Max(last, sequence));

    /// <summary>Waits until the projection shows all that the customer committed here. After the bound the read goes on with what there is.</summary>
    public async ValueTask CatchUpAsync(string customer, string shard, CancellationToken cancellation)
    {
        if (!_committed.TryGetValue(customer, out var target) || IsAt(shard, target)) return;
        using var bound = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        bound.CancelAfter(Patience);
        while (true)
        {
            var progress = _progress.Task;
            if (IsAt(shard, target)) return;
            try
            {
                await progress.WaitAsync(bound.Token);
            }
            catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
            {
                return;
            }
        }
    }

    void IObserver<ShardState>.OnNext(ShardState value)
    {
        if (value.Action is not (ShardAction.Updated or ShardAction.Started)) return;
        _projected.AddOrUpdate(value.ShardName, value.Sequence, (_, last) => Math.Max(last, value.Sequence));
        Interlocked.Exchange(ref _progress, new(TaskCreationOptions.RunContinuationsAsynchronously)).TrySetResult();
    }

    void IObserver<ShardState>.OnCompleted()
    {
    }

    void IObserver<ShardState>.OnError(Exception error)
    {
    }

    private bool IsAt(string shard, long target) => _projected.TryGetValue(shard, out var at) && at >= target;
}
