namespace IotPlatform.Notifications;

/// <summary>Tells the dispatcher of this node which lanes have got something to send.</summary>
public sealed class DeliverySignal
{
    private readonly Lock _lock = new();
    private HashSet<LaneKey> _lanes = [];
    private TaskCompletionSource _raised = New();

    /// <summary>These have.</summary>
    public void Raise(IReadOnlyCollection<LaneKey> lanes)
    {
        if (lanes.Count == 0) return;
        lock (_lock)
        {
            _lanes.UnionWith(lanes);
            _raised.TrySetResult();
        }
    }

    /// <summary>Waits for the first lanes, and takes all that were told of.</summary>
    public async Task<IReadOnlyCollection<LaneKey>> WaitAsync(CancellationToken cancellation)
    {
        await _raised.Task.WaitAsync(cancellation);
        lock (_lock)
        {
            var lanes = _lanes;
            (_lanes, _raised) = ([], New());
            return lanes;
        }
    }

    private static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
