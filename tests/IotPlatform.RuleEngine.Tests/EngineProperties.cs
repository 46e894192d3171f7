using System.Globalization;
using FsCheck.Xunit;
using IotPlatform.RuleEngine.Conditions;
using IotPlatform.RuleEngine.Json;
using NodaTime;
using Shouldly;

namespace IotPlatform.RuleEngine.Tests;

/// <summary>The engine against the reference model, over random histories.</summary>
[Properties(Arbitrary = [typeof(Histories)], MaxTest = 300, QuietOnSuccess = true)]
public class EngineProperties
{
    // Long after the last event, so that every timer has come.
    private const int Afterwards = 40;

    private const int Grace = 6;

    [Property(MaxTest = 1000)]
    internal void the_engine_says_what_the_reference_model_says(History history)
    {
        var model = new ThresholdModel(history.Rule);
        var now = 0;
        foreach (var (happened, position) in history.Events.Select((happened, index) => (happened, index + 1)))
        {
            now += happened.Gap;
            if (happened.Gap > 0 || position == 1)
                model.LetSecondsPass(now);
            switch (happened.Happening)
            {
                case Happening.Sample: model.Sample(now - happened.Lag, now, happened.Value, position); break;
                case Happening.Opened: model.Opened(now); break;
                case Happening.Closed: model.Closed(now); break;
                case Happening.Outage:
                    model.LetSecondsPass(now);
                    now += happened.Value;
                    model.Resume(now, Grace);
                    break;
            }
        }

        model.LetSecondsPass(now + Afterwards);

        var (steps, state) = Run(history);
        steps.Where(step => step.Verdict.Grounds is not null).Select(step => Tell(step.Verdict)).ShouldBe(model.Told);
        (state.IsFiring, state.AlarmOpen).ShouldBe((model.Met is true, model.AlarmOpen));
    }

    [Property]
    internal void two_triggers_are_never_closer_than_the_cooldown(History history)
    {
        var triggers = Run(history).Steps.Where(step => step.Verdict.Kind is VerdictKind.Trigger)
            .Select(step => step.Verdict.Grounds!.At).ToList();
        foreach (var (earlier, later) in triggers.Zip(triggers.Skip(1)))
            (later - earlier).ShouldBeGreaterThanOrEqualTo(Duration.FromSeconds(history.Rule.Actions.Cooldown));
    }

    [Property]
    internal void every_firing_is_proved_by_its_stored_evidence(History history)
    {
        var rule = ToRule(history.Rule);
        foreach (var verdict in Run(history).Steps.Select(step => step.Verdict))
            if (verdict.Kind is VerdictKind.Trigger or VerdictKind.Retrigger)
                Engine.Verify(rule, verdict.Grounds!.Evidence.ToJson()).ShouldBe(Reason.ConditionMet);
    }

    [Property]
    internal void a_value_inside_the_band_changes_nothing_whatever_came_before(History history)
    {
        var rule = ToRule(history.Rule with { ClearValue = 8 });
        var before = Run(history with { Rule = history.Rule with { ClearValue = 8 } }).State;
        foreach (var value in new[] { 9, 10 })
        {
            var sample = new SampleTaken("t", Scalar.Of(value), Scenario.Time(10_000), Scenario.Time(10_000), 10_000);
            var after = Engine.Step(rule, before, sample, sample.ReceivedAt);
            after.Verdict.Kind.ShouldBe(VerdictKind.None);
            (after.State.IsFiring, after.State.AlarmOpen).ShouldBe((before.IsFiring, before.AlarmOpen));
        }
    }

    [Property]
    internal void no_firing_has_the_id_of_another(History history) =>
        Run(history).Steps.Select(step => step.Verdict).Where(verdict => verdict.Kind is VerdictKind.Trigger)
            .Select(verdict => AlarmId.For("rule", "device", verdict.Grounds!.Position, verdict.Grounds.At)).ShouldBeUnique();

    private static (List<Step> Steps, RuleState State) Run(History history)
    {
        var rule = ToRule(history.Rule);
        var state = RuleState.Initial;
        var steps = new List<Step>();
        var now = 0;
        foreach (var (happened, position) in history.Events.Select((happened, index) => (happened, index + 1)))
        {
            now += happened.Gap;
            if (happened.Gap > 0 || position == 1)
                Observe(TimePassed.Instance);
            if (happened.Happening is Happening.Restart)
                state = Scenario.RoundTrip(state, EngineJson.Options);
            else if (happened.Happening is Happening.Outage)
                Suffer(happened.Value);
            else
                Observe(ToObservation(happened, now, position));
        }

        now += Afterwards;
        Observe(TimePassed.Instance);
        return (steps, state);

        void Suffer(int length)
        {
            var downSince = Scenario.Time(now);
            now += length;
            Observe(new PlatformResumed(downSince, Scenario.Time(now), Duration.FromSeconds(Grace)));
        }

        void Observe(Observation observation)
        {
            steps.AddRange(Engine.Advance(rule, state, observation, Scenario.Time(now)));
            state = steps[^1].State;
        }
    }

    private static Observation ToObservation(Event happened, int now, int position) => happened.Happening switch
    {
        Happening.Opened => AlarmOpened.Instance,
        Happening.Closed => AlarmClosed.Instance,
        _ => new SampleTaken("t", Scalar.Of(happened.Value), Scenario.Time(now - happened.Lag), Scenario.Time(now), position),
    };

    private static Rule ToRule(ModelRule rule) => new(
        "rule", "Reference",
        new Threshold(
            "t", Comparison.GreaterThan, Scalar.Of(10), Duration.FromSeconds(rule.Duration), rule.Consecutive,
            rule.ClearValue is { } clear ? Scalar.Of(clear) : null, Duration.FromSeconds(rule.ClearDuration), rule.ClearConsecutive),
        Severity.Info, rule.Actions.CreatesAlarm ? RuleActions.CreateAlarm : RuleActions.SendWebhook,
        Duration.FromSeconds(rule.Actions.Cooldown), rule.Actions.AutoResolve);

    private static string Tell(Verdict verdict) => string.Create(
        CultureInfo.InvariantCulture, $"{Scenario.Tell(verdict)} x{((ThresholdEvidence)verdict.Grounds!.Evidence).SampleCount}");
}
