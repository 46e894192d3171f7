using System.Collections.Concurrent;
using System.Collections.Frozen;
using IotPlatform.Devices;
using IotPlatform.RuleEngine;
using IotPlatform.Rules;
using IotPlatform.Telemetry;
using NodaTime;

namespace IotPlatform.Monitoring;

/// <summary>An enabled rule, ready for the engine.</summary>
/// <param name="Source">The rule as its stream tells it.</param>
public sealed record ActiveRule(Rule Rule, AlarmRule Source)
{
    /// <summary>Which life of the rule it is; a state of another one says nothing to it.</summary>
    public Instant Generation => Source.UpdatedAt;

    /// <summary>Whether the rule is about the device, as the device is now.</summary>
    public bool Covers(Device device) => Source.ScopeType switch
    {
        RuleScope.Device => Source.ScopeDeviceId == device.DeviceId,
        RuleScope.Group => device.GroupIds.Contains(Source.ScopeGroupId!),
        RuleScope.Profile => Source.ScopeProfileId == device.ProfileId,
        _ => true,
    };
}

/// <summary>
/// Which enabled rules look at a key of a device. Kept in memory and told of every change before the command that made it answers, so
/// that the next sample meets the new rules. A look-up costs by the rules that match, not by all there are.
/// </summary>
public sealed class RuleBook
{
    private readonly ConcurrentDictionary<string, CustomerRules> _customers = new();
    private readonly HashSet<(string Customer, string RuleId)> _deleted = [];
    private readonly Lock _lock = new();

    /// <summary>The rules that look at <paramref name="key"/> on the device.</summary>
    public IEnumerable<ActiveRule> Matching(string customer, Device device, string key) =>
        _customers.TryGetValue(customer, out var rules) ? rules.Matching(device, key) : [];

    /// <summary>Whether an enabled rule of the customer looks at any of these keys, on whatever device.</summary>
    public bool MayMatch(string customer, IReadOnlyList<Sample> samples) =>
        _customers.TryGetValue(customer, out var rules) && rules.MayMatch(samples);

    /// <summary>The enabled rule of this id.</summary>
    public ActiveRule? Find(string customer, string ruleId) =>
        _customers.TryGetValue(customer, out var rules) ? rules.Find(ruleId) : null;

    /// <summary>Takes in a rule as it is now. What is older than what is known is passed over: two changes may be told in either order.</summary>
    public void Put(string customer, AlarmRule rule)
    {
        lock (_lock)
        {
            var rules = _customers.GetValueOrDefault(customer, CustomerRules.None);
            if (_deleted.Contains((customer, rule.Id)) || rules.All.GetValueOrDefault(rule.Id)?.UpdatedAt > rule.UpdatedAt) return;
            _customers[customer] = rules.With(rule.Id, rule);
        }
    }

    /// <summary>Takes out a rule for ever.</summary>
    public void Remove(string customer, string ruleId)
    {
        lock (_lock)
        {
            _deleted.Add((customer, ruleId));
            _customers[customer] = _customers.GetValueOrDefault(customer, CustomerRules.None).With(ruleId, null);
        }
    }

    // Rebuilt at each change of a rule, which is rare; read for each sample, which is not.
    private sealed class CustomerRules
    {
        public static readonly CustomerRules None = new(FrozenDictionary<string, AlarmRule>.Empty);
        private readonly FrozenDictionary<string, ActiveRule> _active;
        private readonly FrozenDictionary<(string Type, string? Id, string Key), ActiveRule[]> _byScope;
        private readonly FrozenSet<string> _keys;

        private CustomerRules(FrozenDictionary<string, AlarmRule> all)
        {
            All = all;
            _active = all.Values.Where(rule => rule.IsEnabled).Select(Activate).OfType<ActiveRule>().ToFrozenDictionary(active => active.Source.Id);
            _byScope = _active.Values.GroupBy(active => (active.Source.ScopeType, IdOf(active.Source), KeyOf(active)))
                .ToFrozenDictionary(group => group.Key, group => group.ToArray());
            _keys = _active.Values.Select(KeyOf).ToFrozenSet();
        }

        public FrozenDictionary<string, AlarmRule> All { get; }

        // Most of what devices send is under no rule; finding that out must cost next to nothing.
        public bool MayMatch(IReadOnlyList<Sample> samples)
        {
            for (var i = 0; i < samples.Count; i++)
                if (_keys.Contains(samples[i].Key)) return true;
            return false;
        }

        public ActiveRule? Find(string ruleId) => _active.GetValueOrDefault(ruleId);

        // A device is in few groups and has one profile, so this costs by them, however many rules there are.
        public IEnumerable<ActiveRule> Matching(Device device, string key) => _keys.Contains(key) ? InScopeOf(device, key) : [];

        private IEnumerable<ActiveRule> InScopeOf(Device device, string key)
        {
            foreach (var rule in In(RuleScope.Fleet, null, key)) yield return rule;
            foreach (var rule in In(RuleScope.Device, device.DeviceId, key)) yield return rule;
            foreach (var group in device.GroupIds)
                foreach (var rule in In(RuleScope.Group, group, key)) yield return rule;
            if (device.ProfileId is null) yield break;
            foreach (var rule in In(RuleScope.Profile, device.ProfileId, key)) yield return rule;
        }

        public CustomerRules With(string id, AlarmRule? rule)
        {
            var all = new Dictionary<string, AlarmRule>(All);
            if (rule is null) all.Remove(id);
            else all[id] = rule;
            return new(all.ToFrozenDictionary());
        }

        private ActiveRule[] In(string scopeType, string? id, string key) => _byScope.GetValueOrDefault((scopeType, id, key), []);

        private static string? IdOf(AlarmRule rule) => rule.ScopeDeviceId ?? rule.ScopeGroupId ?? rule.ScopeProfileId;

        private static string KeyOf(ActiveRule active) => active.Rule.Condition.Key ?? "";

        private static ActiveRule? Activate(AlarmRule source)
        {
            if (!Condition.Parse(source.RuleType, source.Config.Parse()).TryGet(out var condition)) return null;
            var actions = source.Actions.Aggregate(RuleActions.None, (all, action) => all | ActionOf(action));
            return new(
                new Rule(source.Id, source.Name, condition, source.Severity, actions, Duration.FromSeconds(source.CooldownSeconds), source.AutoResolve),
                source);
        }

        private static RuleActions ActionOf(string action) => action switch
        {
            "create_alarm" => RuleActions.CreateAlarm,
            "send_webhook" => RuleActions.SendWebhook,
            "mark_unhealthy" => RuleActions.MarkUnhealthy,
            _ => RuleActions.None,
        };
    }
}
