namespace IotPlatform.Monitoring;

/// <summary>
/// What the engine remembers, in memory: with each device what its rules know of it, and which of that is not stored yet. Touched by the
/// evaluation's one thread alone.
/// </summary>
public sealed class RuleStates
{
    private HashSet<RuleOnDevice> _changed = [];

    /// <summary>The state of this life of a rule on a device, or null before its first observation.</summary>
    public static KnownState? Find(WatchedDevice device, ActiveRule rule) =>
        device.States.TryGetValue(rule.Id, out var known) && known.Life == rule.Life ? known : null;

    /// <summary>Remembers a state.</summary>
    public void Put(RuleOnDevice whose, KnownState state)
    {
        whose.Device.States[whose.RuleId] = state;
        _changed.Add(whose);
    }

    /// <summary>Forgets a state: evaluation starts afresh.</summary>
    public void Drop(RuleOnDevice whose)
    {
        if (whose.Device.States.Remove(whose.RuleId)) _changed.Add(whose);
    }

    /// <summary>What is stored means nothing any more.</summary>
    public void Discard(string customer, string deviceId, string ruleId) =>
        _changed.Add(new(new WatchedDevice(customer, deviceId), ruleId));

    /// <summary>What has changed since the last time; to be put back with <see cref="Restore"/> where it is not stored.</summary>
    public IReadOnlyCollection<RuleOnDevice> TakeChanged()
    {
        var changed = _changed;
        _changed = [];
        return changed;
    }

    /// <summary>Takes back what was not stored.</summary>
    public void Restore(IEnumerable<RuleOnDevice> unstored) => _changed.UnionWith(unstored);
}
