using NodaTime;

namespace IotPlatform.RuleEngine.Conditions;

public sealed partial record Threshold
{
    private static readonly ThresholdState NothingSeen = new(Phase.Undecided, Instant.MinValue, default, null, null);

    internal override Instant? EventTime(Observation observation) =>
        observation is SampleTaken sample && sample.Key == Field ? sample.EventTime : null;

    internal override Detection Observe(ConditionState? state, Observation observation)
    {
        if (observation is PlatformResumed resumed && state is ThresholdState before)
            return new(before with { HeldUntil = resumed.At + resumed.Grace }, Signal.None, Reason.OutageNoted, resumed.At);
        if (observation is not SampleTaken sample)
            return Detection.Ignored(state, Reason.NotObserved);
        var last = (ThresholdState?)state ?? NothingSeen;
        if (ReasonToSkip(last, sample) is { } reason)
            return Detection.Ignored(state, reason);
        if (Breaches(sample.Value))
            return Breach(last, sample);
        return Clears(sample.Value) ? Clear(last, sample) : StayBetween(last, sample);
    }

    internal override Instant? Deadline(ConditionState state) => (ThresholdState)state switch
    {
        { Phase: not Phase.Met, Breaching: { } streak } when streak.Count >= Consecutive => streak.First.At + Duration,
        { Phase: not Phase.Clear, Clearing: { } streak } when streak.Count >= ClearConsecutive => streak.First.At + ClearDuration,
        _ => null,
    };

    internal override Instant? TimersHeldUntil(ConditionState state) => ((ThresholdState)state).HeldUntil;

    internal override Detection Elapse(ConditionState state, Instant deadline)
    {
        var now = (ThresholdState)state;
        return now.IsMet || now.Breaching is null
            ? new(now with { Phase = Phase.Clear, Breaching = null }, Signal.Cleared, ReasonToClear(now), deadline)
            : new(now with { Phase = Phase.Met }, Signal.Met, Reason.ConditionMet, deadline);
    }

    private bool Breaches(Scalar value) => Operator.Holds(value, Value) is true;

    private bool Clears(Scalar value) => Operator.Complement().Holds(value, ClearValue ?? Value) is true;

    private Reason? ReasonToSkip(ThresholdState last, SampleTaken sample)
    {
        if (sample.Key != Field)
            return Reason.OtherKey;
        if (Operator.IsOrder() && sample.Value.Kind is not ScalarKind.Number)
            return Reason.WrongType;
        if (sample.EventTime > last.LastAt)
            return null;
        if (sample.EventTime < last.LastAt)
            return Reason.StaleSample;
        return sample.Value == last.LastValue ? Reason.DuplicateSample : null;
    }

    private Detection Breach(ThresholdState last, SampleTaken sample)
    {
        var streak = Streak.Extend(last.Breaching, Remember(sample));
        if (last.IsMet)
            return Seen(Phase.Met, Signal.Holding, Reason.AlreadyFiring);
        if (streak.Count < Consecutive)
            return Seen(last.Phase, Signal.None, Reason.ConsecutiveNotMet);
        return streak.Length < Duration
            ? Seen(last.Phase, Signal.None, Reason.DurationNotMet)
            : Seen(Phase.Met, Signal.Met, Reason.ConditionMet);

        Detection Seen(Phase phase, Signal signal, Reason reason) =>
            new(After(last, sample, phase, streak, null), signal, reason, sample.EventTime);
    }

    private Detection Clear(ThresholdState last, SampleTaken sample)
    {
        if (last.Phase is Phase.Clear)
            return new(After(last, sample, Phase.Clear, null, null), Signal.None, Reason.ConditionNotMet, sample.EventTime);

        var streak = Streak.Extend(last.Clearing, Remember(sample));
        if (streak.Count < ClearConsecutive)
            return Seen(last.Phase, Signal.None, Reason.ClearConsecutiveNotMet);
        return streak.Length < ClearDuration
            ? Seen(last.Phase, Signal.None, Reason.ClearDurationNotMet)
            : Seen(Phase.Clear, Signal.Cleared, ReasonToClear(last));

        Detection Seen(Phase phase, Signal signal, Reason reason) => new(
            After(last, sample, phase, phase is Phase.Met ? last.Breaching : null, streak), signal, reason, sample.EventTime);
    }

    // Between the clear value and the value: good enough to break a run of breaching samples that has not fired yet, and too bad
    // to count towards clearing.
    private static Detection StayBetween(ThresholdState last, SampleTaken sample) => new(
        After(last, sample, last.Phase, last.IsMet ? last.Breaching : null, null),
        Signal.None, last.IsMet ? Reason.InsideHysteresisBand : Reason.ConditionNotMet, sample.EventTime);

    private static ThresholdState After(
        ThresholdState last, SampleTaken sample, Phase phase, Streak? breaching, Streak? clearing) => new(
        phase, sample.EventTime, sample.Value, breaching, clearing, last.HeldUntil > sample.ReceivedAt ? last.HeldUntil : null);

    private static Reason ReasonToClear(ThresholdState state) => state.IsMet ? Reason.Cleared : Reason.ConditionNotMet;

    private static Sample Remember(SampleTaken sample) => new(sample.Value, sample.EventTime, sample.Position);
}
