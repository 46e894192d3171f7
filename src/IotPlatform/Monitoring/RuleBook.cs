using System.Collections.Concurrent;
using IotPlatform.Devices;
using IotPlatform.RuleEngine;
using IotPlatform.Rules;
using IotPlatform.Telemetry;

namespace IotPlatform.Monitoring;

/// <summary>What a change of a rule means to evaluation; null where the rule is not evaluated.</summary>
public sealed record RuleChange(string Customer, string RuleId, ActiveRule? Before, ActiveRule? After)
{
    /// <summary>Whether what is remembered says nothing any more.</summary>
    public bool IsAnew => Before?.Life != After?.Life;
}

/// <summary>
/// Which enabled rules look at what of a device. Kept in memory and told of every change before the command that made it answers, so
/// that the next sample meets the new rules. A look-up costs by the rules that match, not by all there are.
/// </summary>
public sealed class RuleBook(IDatapointCatalog datapoints)
{
    private readonly ConcurrentDictionary<string, CustomerRules> _customers = new();

    /// <summary>A customer's rules by what they look at; null where there never was one.</summary>
    public ScopeIndex? ObserversOf(string customer) => _customers.TryGetValue(customer, out var rules) ? rules.Observers : null;

    /// <summary>Adds the rules about silence that are about the device.</summary>
    public void CollectSilent(string customer, Device device, List<ActiveRule> into)
    {
        if (_customers.TryGetValue(customer, out var rules)) rules.Silent.Collect(device, default, into);
    }

    /// <summary>The enabled rule of this id.</summary>
    public ActiveRule? Find(string customer, string ruleId) =>
        _customers.TryGetValue(customer, out var rules) ? rules.Find(ruleId) : null;

    /// <summary>The enabled rules of a customer.</summary>
    public IEnumerable<ActiveRule> Of(string customer) => _customers.TryGetValue(customer, out var rules) ? rules.Active : [];

    /// <summary>
    /// Takes in a rule as it is now. What is older than what is known is passed over: two changes may be told in either order.
    /// </summary>
    public RuleChange Put(string customer, AlarmRule rule) => RulesOf(customer).Put(customer, rule);

    /// <summary>Takes out a rule for ever.</summary>
    public RuleChange Remove(string customer, string ruleId) => RulesOf(customer).Remove(customer, ruleId);

    /// <summary>Learns anew what the values of a customer's datapoints are measured in.</summary>
    public void LearnUnits(string customer)
    {
        if (_customers.TryGetValue(customer, out var rules)) rules.LearnUnits();
    }

    private CustomerRules RulesOf(string customer) =>
        _customers.GetOrAdd(customer, _ => new(key => datapoints.UnitOf(customer, key)));

    private sealed class CustomerRules(Func<string?, string?> unitOf)
    {
        private readonly Lock _lock = new();
        private readonly Dictionary<string, AlarmRule?> _known = [];
        private readonly ConcurrentDictionary<string, ActiveRule> _active = new();

        public ScopeIndex Observers { get; } = new();

        public ScopeIndex Silent { get; } = new();

        public IEnumerable<ActiveRule> Active => _active.Values;

        public ActiveRule? Find(string ruleId) => _active.GetValueOrDefault(ruleId);

        public RuleChange Put(string customer, AlarmRule rule)
        {
            lock (_lock)
            {
                var before = Find(rule.Id);
                if (_known.TryGetValue(rule.Id, out var known) && (known is null || known.UpdatedAt > rule.UpdatedAt))
                    return new(customer, rule.Id, before, before);
                _known[rule.Id] = rule;
                return Replace(customer, rule.Id, before, ActiveRule.Of(rule));
            }
        }

        public RuleChange Remove(string customer, string ruleId)
        {
            lock (_lock)
            {
                _known[ruleId] = null;
                return Replace(customer, ruleId, Find(ruleId), null);
            }
        }

        public void LearnUnits()
        {
            // Under the lock, so that a rule that is made meanwhile learns the unit from the catalog before or from here after the change.
            lock (_lock)
                foreach (var rule in Active) rule.Unit = unitOf(rule.Condition.Key);
        }

        private RuleChange Replace(string customer, string ruleId, ActiveRule? before, ActiveRule? after)
        {
            // For a moment both are listed, so that no sample falls between them; a state takes no record twice.
            if (after is not null) List(after);
            else _active.TryRemove(ruleId, out _);
            if (before is not null) Unlist(before);
            return new(customer, ruleId, before, after);
        }

        private void List(ActiveRule rule)
        {
            rule.Unit = unitOf(rule.Condition.Key);
            _active[rule.Id] = rule;
            foreach (var topic in TopicsOf(rule.Condition)) Observers.Add(rule, topic);
            if (rule.Condition.WatchesSilence) Silent.Add(rule, default);
        }

        private void Unlist(ActiveRule rule)
        {
            foreach (var topic in TopicsOf(rule.Condition)) Observers.Remove(rule, topic);
            if (rule.Condition.WatchesSilence) Silent.Remove(rule, default);
        }

        private static IEnumerable<Topic> TopicsOf(Condition condition)
        {
            if (condition.Interest.HasFlag(Interest.Samples)) yield return Topic.SamplesOf(condition.Key);
            if (condition.Interest.HasFlag(Interest.Records)) yield return Topic.Records;
            if (condition.Interest.HasFlag(Interest.Sessions)) yield return Topic.Sessions;
        }
    }
}
