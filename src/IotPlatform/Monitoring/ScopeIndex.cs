using System.Collections.Concurrent;
using IotPlatform.Devices;
using IotPlatform.RuleEngine;
using IotPlatform.Rules;

namespace IotPlatform.Monitoring;

/// <summary>Something that rules look at: the samples of a key, all records, or sessions.</summary>
public readonly record struct Topic(Interest Interest, string? Key)
{
    /// <summary>All records.</summary>
    public static Topic Records => new(Interest.Records, null);

    /// <summary>Sessions.</summary>
    public static Topic Sessions => new(Interest.Sessions, null);

    /// <summary>The samples of a key.</summary>
    public static Topic SamplesOf(string? key) => new(Interest.Samples, key);
}

/// <summary>
/// One customer's rules by what they look at and their scopes. A device is in few groups and has one profile, so a look-up costs by them,
/// however many rules there are. One thread at a time may change it while others read.
/// </summary>
public sealed class ScopeIndex
{
    private readonly ConcurrentDictionary<Topic, Scopes> _topics = new();

    /// <summary>Whether any rule looks at it, on whatever device.</summary>
    public bool Has(Topic topic) => _topics.ContainsKey(topic);

    /// <summary>Adds a rule.</summary>
    public void Add(ActiveRule rule, Topic topic) => _topics.GetOrAdd(topic, _ => new()).Add(rule);

    /// <summary>Takes a rule out.</summary>
    public void Remove(ActiveRule rule, Topic topic)
    {
        if (_topics.TryGetValue(topic, out var scopes) && scopes.Remove(rule)) _topics.TryRemove(topic, out _);
    }

    /// <summary>Adds to the list the rules that look at it on the device.</summary>
    public void Collect(Device device, Topic topic, List<ActiveRule> into)
    {
        if (_topics.TryGetValue(topic, out var scopes)) scopes.Collect(device, into);
    }

    private sealed class Scopes
    {
        private readonly ConcurrentDictionary<string, ActiveRule[]> _devices = new();
        private readonly ConcurrentDictionary<string, ActiveRule[]> _groups = new();
        private readonly ConcurrentDictionary<string, ActiveRule[]> _profiles = new();
        private volatile ActiveRule[] _fleet = [];

        private bool IsEmpty => _fleet.Length == 0 && _devices.IsEmpty && _groups.IsEmpty && _profiles.IsEmpty;

        public void Add(ActiveRule rule)
        {
            if (PlaceOf(rule.Source) is ({ } place, { } id)) place[id] = [.. place.GetValueOrDefault(id, []), rule];
            else _fleet = [.. _fleet, rule];
        }

        /// <summary>Takes a rule out; says whether it was the last.</summary>
        public bool Remove(ActiveRule rule)
        {
            if (PlaceOf(rule.Source) is not ({ } place, { } id)) _fleet = Without(rule, _fleet);
            else if (Without(rule, place.GetValueOrDefault(id, [])) is { Length: > 0 } left) place[id] = left;
            else place.TryRemove(id, out _);
            return IsEmpty;
        }

        public void Collect(Device device, List<ActiveRule> into)
        {
            into.AddRange(_fleet);
            Collect(_devices, device.DeviceId, into);
            foreach (var group in device.GroupIds) Collect(_groups, group, into);
            if (device.ProfileId is { } profile) Collect(_profiles, profile, into);
        }

        private static void Collect(ConcurrentDictionary<string, ActiveRule[]> place, string id, List<ActiveRule> into)
        {
            if (place.TryGetValue(id, out var rules)) into.AddRange(rules);
        }

        private static ActiveRule[] Without(ActiveRule rule, ActiveRule[] rules) =>
            [.. rules.Where(other => !ReferenceEquals(other, rule))];

        private (ConcurrentDictionary<string, ActiveRule[]>? Place, string? Id) PlaceOf(AlarmRule rule) => rule.ScopeType switch
        {
            RuleScope.Device => (_devices, rule.ScopeDeviceId),
            RuleScope.Group => (_groups, rule.ScopeGroupId),
            RuleScope.Profile => (_profiles, rule.ScopeProfileId),
            _ => default,
        };
    }
}
