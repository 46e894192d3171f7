using System.Text.Json;
using IotPlatform.Alarms;
using IotPlatform.Platform;
using IotPlatform.RuleEngine;
using IotPlatform.Telemetry;
using NodaTime;

namespace IotPlatform.Monitoring;

/// <summary>What has to be made true after an evaluation.</summary>
public sealed record Effect(VerdictKind Kind, Firing Firing);

/// <summary>
/// Runs the engine over observations: finds the rules, keeps their states and deadlines, and collects what follows. Single-threaded,
/// and without a clock: the caller says what time it is.
/// </summary>
public sealed class Evaluation(RuleBook rules, RuleStates states, Deadlines deadlines, OpenAlarmIndex openAlarms, MonitoredDevices devices)
{
    /// <summary>Everything received up to this time has been evaluated.</summary>
    public Instant EvaluatedUntil { get; private set; } = Instant.MinValue;

    /// <summary>Evaluates committed samples, in their order.</summary>
    public async ValueTask<List<Effect>> TakeAsync(TelemetryBatch batch, CancellationToken cancellation)
    {
        List<Effect> effects = [];
        foreach (var record in batch.Records)
        {
            if (record.Seq <= states.Checkpoint || !rules.MayMatch(record.Device.Customer, record.Samples)) continue;
            await TakeAsync(record, effects, cancellation);
        }
        EvaluatedUntil = batch.Records[^1].ReceivedAt;
        return effects;
    }

    /// <summary>Delivers all deadlines that have come.</summary>
    public async ValueTask<List<Effect>> TakeTimeAsync(Instant now, CancellationToken cancellation)
    {
        List<Effect> effects = [];
        while (deadlines.TryTakeDue(now, out var whose))
        {
            if (rules.Find(whose.Customer, whose.RuleId) is not { } rule || states.Find(whose, rule.Generation) is not { } state) continue;
            if (await devices.FindAsync(whose.Customer, whose.DeviceId, cancellation) is not { IsActive: true } device) continue;
            if (!rule.Covers(device)) continue;
            Advance(rule, whose, state, TimePassed.Instance, now, device.Name, effects);
        }
        return effects;
    }

    /// <summary>Takes note that somebody resolved or reopened an alarm.</summary>
    public void Note(RuleOnDevice whose, bool isOpen, Instant now)
    {
        if (rules.Find(whose.Customer, whose.RuleId) is not { } rule || states.Find(whose, rule.Generation) is not { } state) return;
        Observation observation = isOpen ? AlarmOpened.Instance : AlarmClosed.Instance;
        var step = Engine.Step(rule.Rule, state, observation, now);
        Keep(rule, whose, step.State, step.Deadline);
    }

    /// <summary>Puts the deadlines of loaded states back into the queue.</summary>
    public void RestoreDeadlines()
    {
        foreach (var (whose, known) in states.All)
            if (rules.Find(whose.Customer, whose.RuleId) is { } rule && rule.Generation == known.Generation)
                deadlines.Set(whose, Engine.Deadline(rule.Rule, known.State));
    }

    private async ValueTask TakeAsync(TelemetryRecord record, List<Effect> effects, CancellationToken cancellation)
    {
        if (await devices.FindAsync(record.Device.Customer, record.Device.DeviceId, cancellation) is not { IsActive: true } device) return;
        foreach (var sample in record.Samples)
        {
            foreach (var rule in rules.Matching(record.Device.Customer, device, sample.Key))
            {
                var whose = new RuleOnDevice(record.Device.Customer, rule.Source.Id, record.Device.DeviceId);
                var taken = new SampleTaken(sample.Key, ScalarOf(sample.Value), record.Timestamp, record.ReceivedAt, record.Seq);
                var state = states.Find(whose, rule.Generation) ?? Fresh(rule, whose, record.ReceivedAt);
                if (Engine.Deadline(rule.Rule, state) <= record.ReceivedAt)
                    state = Advance(rule, whose, state, TimePassed.Instance, record.ReceivedAt, device.Name, effects);
                Advance(rule, whose, state, taken, record.ReceivedAt, device.Name, effects);
            }
        }
    }

    private RuleState Fresh(ActiveRule rule, RuleOnDevice whose, Instant now) => openAlarms.IsOpen(whose)
        ? Engine.Step(rule.Rule, RuleState.Initial, AlarmOpened.Instance, now).State
        : RuleState.Initial;

    private RuleState Advance(
        ActiveRule rule, RuleOnDevice whose, RuleState state, Observation observation, Instant now, string deviceName, List<Effect> effects)
    {
        var steps = Engine.Advance(rule.Rule, state, observation, now);
        foreach (var step in steps)
        {
            var isAlarm = step.Verdict.Kind is VerdictKind.Retrigger or VerdictKind.Resolve || step.Verdict.OpensAlarm;
            if (isAlarm) effects.Add(new(step.Verdict.Kind, FiringOf(rule, whose, deviceName, step.Verdict)));
        }
        Keep(rule, whose, steps[^1].State, steps[^1].Deadline);
        return steps[^1].State;
    }

    private void Keep(ActiveRule rule, RuleOnDevice whose, RuleState state, Instant? deadline)
    {
        states.Put(whose, state, rule.Generation);
        deadlines.Set(whose, deadline);
    }

    private static Firing FiringOf(ActiveRule rule, RuleOnDevice whose, string deviceName, Verdict verdict)
    {
        var grounds = verdict.Grounds!;
        return new(
            whose.Customer, rule.Source.Id, rule.Source.Name, rule.Source.RuleType, rule.Source.Severity, whose.DeviceId, deviceName,
            grounds.Message, Details(rule, verdict), grounds.Position, grounds.At);
    }

    private static JsonElement Details(ActiveRule rule, Verdict verdict) => JsonSerializer.SerializeToElement(
        new
        {
            verdict.Reason,
            Evidence = verdict.Grounds!.Evidence.ToJson(),
            Rule = new { rule.Source.RuleType, Config = rule.Source.Config.Parse(), rule.Source.CooldownSeconds, rule.Source.AutoResolve },
        },
        Json.Api);

    private static Scalar ScalarOf(SampleValue value) => value.Kind switch
    {
        SampleKind.Text => Scalar.Of(value.Text!),
        SampleKind.Boolean => Scalar.Of(value.Number != 0),
        _ => Scalar.Of(value.Number),
    };
}
