using NodaTime;

namespace IotPlatform.RuleEngine.Conditions;

public sealed partial record Threshold
{
    internal override Instant? EventTime(Observation observation) =>
        observation is SampleTaken sample && sample.Key == Field ? sample.EventTime : null;

    internal override Detection Observe(ConditionState? state, Observation observation)
    {
        var last = (ThresholdState?)state;
        if (observation is PlatformResumed resumed && last is not null)
            return new(last with { HeldUntil = resumed.At + resumed.Grace }, Signal.None, Reason.OutageNoted, resumed.At);
        if (observation is not SampleTaken sample)
            return Detection.Ignored(state, Reason.NotObserved);
        if (ReasonToSkip(last, sample) is { } reason)
            return Detection.Ignored(state, reason);

        var seen = (last ?? new ThresholdState(Phase.Undecided, default, default, null, null))
            with
        { LastAt = sample.EventTime, LastValue = sample.Value, HeldUntil = last?.HeldUntil > sample.ReceivedAt ? last.HeldUntil : null };
        if (Breaches(sample.Value))
            return Breach(seen, Remember(sample));
        return Clears(sample.Value) ? Clear(seen, Remember(sample)) : StayBetween(seen);
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
        return now.IsMet || now.Breaching is null ? BecomeClear(now, deadline) : BecomeMet(now, deadline);
    }

    private bool Breaches(Scalar value) => Operator.Holds(value, Value) is true;

    private bool Clears(Scalar value) => Operator.Complement().Holds(value, ClearValue ?? Value) is true;

    private Reason? ReasonToSkip(ThresholdState? last, SampleTaken sample)
    {
        if (sample.Key != Field)
            return Reason.OtherKey;
        if (Operator.Holds(sample.Value, Value) is null)
            return Reason.WrongType;
        if (last is null || sample.EventTime > last.LastAt)
            return null;
        if (sample.EventTime < last.LastAt)
            return Reason.StaleSample;
        return sample.Value == last.LastValue ? Reason.DuplicateSample : null;
    }

    private Detection Breach(ThresholdState seen, Sample sample)
    {
        var streak = Streak.Extend(seen.Breaching, sample);
        var next = seen with { Breaching = streak, Clearing = null };
        if (next.IsMet)
            return new(next, Signal.Holding, Reason.AlreadyFiring, sample.At);
        if (streak.Count < Consecutive)
            return new(next, Signal.None, Reason.ConsecutiveNotMet, sample.At);
        return sample.At - streak.First.At < Duration
            ? new(next, Signal.None, Reason.DurationNotMet, sample.At)
            : BecomeMet(next, sample.At);
    }

    private Detection Clear(ThresholdState seen, Sample sample)
    {
        if (seen.Phase is Phase.Clear)
            return new(seen with { Breaching = null, Clearing = null }, Signal.None, Reason.ConditionNotMet, sample.At);

        var streak = Streak.Extend(seen.Clearing, sample);
        var next = seen with { Breaching = seen.IsMet ? seen.Breaching : null, Clearing = streak };
        if (streak.Count < ClearConsecutive)
            return new(next, Signal.None, Reason.ClearConsecutiveNotMet, sample.At);
        return sample.At - streak.First.At < ClearDuration
            ? new(next, Signal.None, Reason.ClearDurationNotMet, sample.At)
            : BecomeClear(next, sample.At);
    }

    // Between the clear value and the value: good enough to break a run of breaching samples that has not fired yet, and too bad
    // to count towards clearing.
    private static Detection StayBetween(ThresholdState seen) => seen.IsMet
        ? new(seen with { Clearing = null }, Signal.None, Reason.InsideHysteresisBand, seen.LastAt)
        : new(seen with { Breaching = null, Clearing = null }, Signal.None, Reason.ConditionNotMet, seen.LastAt);

    private static Detection BecomeMet(ThresholdState state, Instant at) =>
        new(state with { Phase = Phase.Met }, Signal.Met, Reason.ConditionMet, at);

    private static Detection BecomeClear(ThresholdState state, Instant at) => new(
        state with { Phase = Phase.Clear, Breaching = null },
        Signal.Cleared, state.IsMet ? Reason.Cleared : Reason.ConditionNotMet, at);

    private static Sample Remember(SampleTaken sample) => new(sample.Value, sample.EventTime, sample.Position);
}
