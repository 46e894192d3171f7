using IotPlatform.Devices;
using IotPlatform.RuleEngine;
using NodaTime;

namespace IotPlatform.Monitoring;

/// <summary>
/// Runs the engine over observations: finds the rules, keeps their states and deadlines, and collects what follows. Single-threaded,
/// and without a clock: the caller says what time it is.
/// </summary>
public sealed partial class Evaluation(
    RuleBook rules, Roster roster, ReportingIntervals intervals, RuleStates states, Deadlines deadlines, OpenAlarmIndex openAlarms, EvaluationFaults faults,
    MonitoringGrace grace)
{
    private readonly List<ActiveRule> _matching = [];
    private readonly Position[] _reached = [.. Enumerable.Repeat(Position.Nowhere, Partitions.Count)];
    private List<Effect> _effects = [];

    /// <summary>What has been found since the last time, in order.</summary>
    public List<Effect> TakeEffects()
    {
        var effects = _effects;
        if (effects.Count > 0) _effects = [];
        return effects;
    }

    /// <summary>Evaluates a partition from here on.</summary>
    public void Resume(int partition, Progress found) => _reached[partition] = new(found.Telemetry, found.Sessions);

    /// <summary>Delivers deadlines that have come, up to a number.</summary>
    public void TakeTime(Instant now, int limit)
    {
        for (; limit > 0 && deadlines.TryTakeDue(now, out var whose); limit--)
        {
            if (Find(whose) is ({ } rule, { } facts, { } known))
                Advance(rule, whose.Device, facts, known, TimePassed.Instance, now, Position.Nowhere);
        }
    }

    /// <summary>Takes note that somebody resolved or reopened an alarm.</summary>
    public void Note(AlarmSubject subject, bool isOpen, Instant now)
    {
        if (roster.Find(subject.Customer, subject.DeviceId) is not { } device) return;
        var whose = new RuleOnDevice(device, subject.RuleId);
        if (Find(whose) is not ({ } rule, { } facts, { } known)) return;
        Advance(rule, device, facts, known, isOpen ? AlarmOpened.Instance : AlarmClosed.Instance, now, Position.Nowhere);
    }

    private void Observe(
        ScopeIndex observers, WatchedDevice device, Device facts, Topic topic, Observation observation, Instant now, Position place)
    {
        if (!facts.IsActive) return;
        _matching.Clear();
        observers.Collect(facts, topic, _matching);
        foreach (var rule in _matching)
        {
            // After a crash the logs are read again, and tell of times before the rule was made.
            if (now < rule.Source.CreatedAt) continue;
            var known = RuleStates.Find(device, rule) ?? Begin(rule, device, now);
            if (place.Telemetry > known.Telemetry || place.Sessions > known.Sessions)
                Advance(rule, device, facts, known, observation, now, place);
        }
    }

    private KnownState Begin(ActiveRule rule, WatchedDevice device, Instant now)
    {
        var state = RuleState.Initial;
        if (openAlarms.IsOpen(new(device.Customer, rule.Id, device.Id)))
            state = Engine.Step(rule.For(null), state, AlarmOpened.Instance, now).State;
        return new(state, rule.Life, now, 0, 0);
    }

    private void Advance(
        ActiveRule active, WatchedDevice device, Device facts, KnownState known, Observation observation, Instant now, Position place)
    {
        var whose = new RuleOnDevice(device, active.Id);
        var rule = active.For(intervals.Of(device.Customer, facts));
        try
        {
            if (observation is not TimePassed && Engine.Deadline(rule, known.State) <= now)
                known = Follow(active, rule, whose, facts, known, TimePassed.Instance, now, Position.Nowhere);
            Follow(active, rule, whose, facts, known, observation, now, place);
        }
        catch (Exception fault)
        {
            faults.Skip(whose, observation, fault);
        }
    }

    private KnownState Follow(
        ActiveRule active, Rule rule, RuleOnDevice whose, Device facts, KnownState known, Observation observation, Instant now, Position place)
    {
        var steps = Engine.Advance(rule, known.State, observation, now, active.Unit);
        for (var i = 0; i < steps.Count; i++)
        {
            // Only the last step takes the observation in; the ones before it are deadlines.
            known = (i == steps.Count - 1 ? place : Position.Nowhere).Reach(known, steps[i].State);
            if (Verdicts.EffectOf(active, whose, facts, known, steps[i].Verdict) is { } effect) _effects.Add(effect);
        }
        states.Put(whose, known);
        deadlines.Set(whose, steps[^1].Deadline);
        return known;
    }

    private (ActiveRule? Rule, Device? Facts, KnownState? Known) Find(RuleOnDevice whose)
    {
        if (whose.Device.Facts is not { } facts || rules.Find(whose.Device.Customer, whose.RuleId) is not { } rule || !rule.Covers(facts))
            return default;
        return (rule, facts, RuleStates.Find(whose.Device, rule));
    }

    /// <summary>A place in the logs; 0 in the one that it is not of.</summary>
    private readonly record struct Position(long Telemetry, long Sessions)
    {
        public static Position Nowhere => default;

        public KnownState Reach(KnownState known, RuleState state) => known with
        {
            State = state,
            Telemetry = Math.Max(known.Telemetry, Telemetry),
            Sessions = Math.Max(known.Sessions, Sessions),
        };
    }
}
