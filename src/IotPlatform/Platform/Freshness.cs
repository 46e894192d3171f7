using System.Collections.Concurrent;
using JasperFx.Events.Daemon;
using JasperFx.Events.Projections;
using Marten;
using Npgsql;

namespace IotPlatform.Platform;

/// <summary>The name under which the daemon projects the documents of one resource.</summary>
public sealed record ReadModelShard(string Name)
{
    /// <summary>The shard of <typeparamref name="T"/>.</summary>
    public static ReadModelShard Of<T>() => new($"{typeof(T).Name}:All");
}

/// <summary>A projection has not come so far in time as a command has to know.</summary>
public sealed class ReadModelBehindException(string shard) : Exception($"The projection {shard} is behind");

/// <summary>
/// Read your own writes over asynchronous projections: remembers the last event that each customer committed on this node, and lets a
/// read wait, for a bounded time, until the projection that it reads has come so far.
/// </summary>
public sealed class Freshness(IEnumerable<ReadModelShard> shards, NpgsqlDataSource database) : IObserver<ShardState>
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);
    private readonly ConcurrentDictionary<string, long> _committed = new();
    private readonly ConcurrentDictionary<string, long> _projected = new();
    private long _floor;
    private volatile TaskCompletionSource _progress = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Starts to follow the projections; what was committed before this start counts as committed by every customer.</summary>
    public async Task FollowAsync(IDocumentStore store, CancellationToken cancellation)
    {
        var database = (Marten.Storage.IMartenDatabase)store.Storage.Database;
        _floor = (await database.FetchEventStoreStatistics(cancellation)).EventSequenceNumber;
        foreach (var state in await database.AllProjectionProgress(cancellation)) Advance(state.ShardName, state.Sequence);
        database.Tracker.Subscribe(this);
    }

    /// <summary>Which read models are not up to what was committed before this start, or null when all are.</summary>
    public string? Missing
    {
        get
        {
            var behind = shards.Select(shard => shard.Name).Where(shard => !IsAt(shard, _floor)).ToList();
            return behind.Count == 0 ? null : $"not caught up yet: {string.Join(", ", behind)}";
        }
    }

    /// <summary>Remembers that <paramref name="customer"/> committed the event of this sequence.</summary>
    public void Committed(string customer, long sequence) =>
        _committed.AddOrUpdate(customer, sequence, (_, last) => Math.Max(last, sequence));

    /// <summary>Waits until the projection shows all that the customer committed here. After the bound the read goes on with what there is.</summary>
    public async ValueTask CatchUpAsync(string customer, string shard, CancellationToken cancellation) =>
        await WaitForAsync(shard, Math.Max(_floor, _committed.GetValueOrDefault(customer)), cancellation);

    /// <summary>
    /// Waits until the projection shows all that anybody has committed, for a command that decides on it. After the bound the command
    /// fails, rather than to decide on less.
    /// </summary>
    public async Task CatchUpWithStoreAsync(string shard, CancellationToken cancellation)
    {
        await using var command = database.CreateCommand("select coalesce(max(seq_id), 0) from iot.mt_events");
        var target = (long)(await command.ExecuteScalarAsync(cancellation))!;
        if (!await WaitForAsync(shard, target, cancellation)) throw new ReadModelBehindException(shard);
    }

    private async ValueTask<bool> WaitForAsync(string shard, long target, CancellationToken cancellation)
    {
        if (IsAt(shard, target)) return true;
        using var bound = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        bound.CancelAfter(Patience);
        while (true)
        {
            var progress = _progress.Task;
            if (IsAt(shard, target)) return true;
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
        if (value.Action is not (ShardAction.Updated or ShardAction.Started)) return;
        Advance(value.ShardName, value.Sequence);
        Interlocked.Exchange(ref _progress, new(TaskCreationOptions.RunContinuationsAsynchronously)).TrySetResult();
    }

    void IObserver<ShardState>.OnCompleted()
    {
    }

    void IObserver<ShardState>.OnError(Exception error)
    {
    }

    private void Advance(string shard, long sequence) => _projected.AddOrUpdate(shard, sequence, (_, last) => Math.Max(last, sequence));

    private bool IsAt(string shard, long target) => target == 0 || (_projected.TryGetValue(shard, out var at) && at >= target);
}
