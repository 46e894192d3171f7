using System.Collections.Concurrent;
using IotPlatform.Devices;
using IotPlatform.RuleEngine;
using IotPlatform.Rules;

namespace IotPlatform.Monitoring;

/// <summary>Something that rules look at: the samples of a key, all records, or sessions.</summary>
public readonly record struct Topic(Interest Interest, string? Key);

/// <summary>
/// One customer's rules by their scopes and what they look at. A device is in few groups and has one profile, so a look-up costs by them,
/// however many rules there are. One thread at a time may change it while others read.
/// </summary>
public sealed class ScopeIndex
{
    private readonly ConcurrentDictionary<(string ScopeType, string? ScopeId, Topic Topic), ActiveRule[]> _rules = new();
    private readonly ConcurrentDictionary<Topic, int> _topics = new();

    /// <summary>Whether any rule looks at it, on whatever device.</summary>
    public bool Has(Topic topic) => _topics.ContainsKey(topic);

    /// <summary>Adds a rule.</summary>
    public void Add(ActiveRule rule, Topic topic)
    {
        var place = PlaceOf(rule, topic);
        _rules[place] = [.. _rules.GetValueOrDefault(place, []), rule];
        _topics.AddOrUpdate(topic, 1, (_, count) => count + 1);
    }

    /// <summary>Takes a rule out.</summary>
    public void Remove(ActiveRule rule, Topic topic)
    {
        var place = PlaceOf(rule, topic);
        ActiveRule[] left = [.. _rules.GetValueOrDefault(place, []).Where(other => !ReferenceEquals(other, rule))];
        if (left.Length > 0) _rules[place] = left;
        else _rules.TryRemove(place, out _);
        if (_topics.AddOrUpdate(topic, 0, (_, count) => count - 1) == 0) _topics.TryRemove(topic, out _);
    }

    /// <summary>Adds to the list the rules that look at it on the device.</summary>
    public void Collect(Device device, Topic topic, List<ActiveRule> into)
    {
        if (!Has(topic)) return;
        Collect(RuleScope.Fleet, null, topic, into);
        Collect(RuleScope.Device, device.DeviceId, topic, into);
        foreach (var group in device.GroupIds) Collect(RuleScope.Group, group, topic, into);
        if (device.ProfileId is { } profile) Collect(RuleScope.Profile, profile, topic, into);
    }

    private void Collect(string scopeType, string? scopeId, Topic topic, List<ActiveRule> into)
    {
        if (_rules.TryGetValue((scopeType, scopeId, topic), out var rules)) into.AddRange(rules);
    }

    private static (string, string?, Topic) PlaceOf(ActiveRule rule, Topic topic)
    {
        var source = rule.Source;
        return (source.ScopeType, source.ScopeDeviceId ?? source.ScopeGroupId ?? source.ScopeProfileId, topic);
    }
}
