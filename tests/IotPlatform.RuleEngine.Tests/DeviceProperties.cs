using FsCheck.Xunit;
using IotPlatform.RuleEngine.Conditions;
using IotPlatform.RuleEngine.Json;
using NodaTime;
using Shouldly;

namespace IotPlatform.RuleEngine.Tests;

/// <summary>The engine against the reference models of what devices do, over random histories.</summary>
[Properties(Arbitrary = [typeof(DeviceHistories)], MaxTest = 1000, QuietOnSuccess = true)]
public class DeviceProperties
{
    [Property(MaxTest = 4000)]
    internal void the_engine_says_what_the_reference_model_says(DeviceHistory history)
    {
        var model = DeviceModel.Of(history.Condition, history.Actions);
        foreach (var moment in DeviceTimeline.Of(history))
            model.Observe(moment.Observation, moment.Now);

        var (verdicts, state) = Run(history);
        verdicts.Select(Tell).ShouldBe(model.Told);
        (state.IsFiring, state.AlarmOpen).ShouldBe((model.Met is true, model.AlarmOpen));
    }

    [Property]
    internal void every_firing_is_proved_by_its_stored_evidence(DeviceHistory history)
    {
        foreach (var verdict in Run(history).Verdicts)
            if (verdict.Kind is VerdictKind.Trigger or VerdictKind.Retrigger)
                Engine.Verify(history.Rule, verdict.Grounds!.Evidence.ToJson()).ShouldBe(Reason.ConditionMet);
    }

    [Property]
    internal void no_two_triggers_are_closer_than_the_cooldown_or_have_one_id(DeviceHistory history)
    {
        var triggers = Run(history).Verdicts
            .Where(verdict => verdict.Kind is VerdictKind.Trigger).Select(verdict => verdict.Grounds!).ToList();
        foreach (var (earlier, later) in triggers.Zip(triggers.Skip(1)))
            (later.At - earlier.At).ShouldBeGreaterThanOrEqualTo(Duration.FromSeconds(history.Actions.Cooldown));
        triggers.Select(trigger => AlarmId.For("rule", "device", trigger.Position, trigger.At)).ShouldBeUnique();
    }

    private static (List<Verdict> Verdicts, RuleState State) Run(DeviceHistory history)
    {
        var state = RuleState.Initial;
        var verdicts = new List<Verdict>();
        foreach (var (now, observation) in DeviceTimeline.Of(history))
        {
            if (observation is null)
            {
                state = Scenario.RoundTrip(state, EngineJson.Options);
                continue;
            }

            var steps = Engine.Advance(history.Rule, state, observation, Scenario.Time(now));
            verdicts.AddRange(steps.Select(step => step.Verdict).Where(verdict => verdict.Grounds is not null));
            state = steps[^1].State;
        }

        return (verdicts, state);
    }

    private static string Tell(Verdict verdict) => $"{Scenario.Tell(verdict)} {Measure(verdict.Grounds!.Evidence)}";

    private static string Measure(Evidence evidence) => evidence switch
    {
        MissingDataEvidence silence => $"{silence.SilentForSeconds} s",
        OfflineEvidence absence => $"{absence.OfflineForSeconds} s",
        MessageRateEvidence window => $"x{window.Count}",
        ReconnectRateEvidence window => $"x{window.Reconnects}",
        _ => throw new NotSupportedException(),
    };
}
