using JasperFx.Events.Daemon;
using JasperFx.Events.Projections;

namespace IotPlatform.Platform;

/// <summary>How far a projection is.</summary>
/// <param name="Behind">Events that were committed and are not projected.</param>
/// <param name="StandingStill">How long it has projected nothing though it is behind.</param>
/// <param name="IsStopped">Nothing will be projected until an operator or the daemon starts it anew.</param>
public sealed record ProjectionState(string Name, long Sequence, long Behind, TimeSpan StandingStill, bool IsStopped);

/// <summary>
/// How far each projection of this node is behind the highest event, from what the daemon and the write path say of themselves.
/// </summary>
public sealed class ProjectionProgress(TimeProvider time) : IObserver<ShardState>
{
    private readonly Lock _lock = new();
    private readonly SortedDictionary<string, Shard> _shards = [];
    private long _highest;

    /// <summary>How far all are.</summary>
    public IReadOnlyList<ProjectionState> All
    {
        get
        {
            lock (_lock) return [.. _shards.Select(shard => shard.Value.Describe(shard.Key, _highest, time))];
        }
    }

    /// <summary>An event was committed. Whether it is the highest so far.</summary>
    public bool Committed(long sequence)
    {
        lock (_lock)
        {
            if (sequence <= _highest) return false;
            _highest = sequence;
            foreach (var shard in _shards.Values) shard.BehindSince ??= time.GetTimestamp();
            return true;
        }
    }

    /// <inheritdoc/>
    public void OnNext(ShardState value)
    {
        if (value.ShardName == ShardState.HighWaterMark) Committed(value.Sequence);
        else Advance(value.ShardName.Split(':')[0], value);
    }

    /// <inheritdoc/>
    public void OnCompleted()
    {
    }

    /// <inheritdoc/>
    public void OnError(Exception error)
    {
    }

    private void Advance(string name, ShardState state)
    {
        lock (_lock)
        {
            if (!_shards.TryGetValue(name, out var shard)) _shards[name] = shard = new();
            shard.IsStopped = state.Action is ShardAction.Stopped or ShardAction.Paused or ShardAction.Faulted;
            var isFurther = state.Sequence > shard.Sequence;
            shard.Sequence = Math.Max(shard.Sequence, state.Sequence);
            if (shard.Sequence >= _highest) shard.BehindSince = null;
            else if (isFurther || shard.BehindSince is null) shard.BehindSince = time.GetTimestamp();
        }
    }

    private sealed class Shard
    {
        public long Sequence { get; set; }

        public long? BehindSince { get; set; }

        public bool IsStopped { get; set; }

        public ProjectionState Describe(string name, long highest, TimeProvider time) => new(
            name, Sequence, Math.Max(0, highest - Sequence), BehindSince is { } since ? time.GetElapsedTime(since) : TimeSpan.Zero, IsStopped);
    }
}
