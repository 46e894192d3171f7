using NodaTime;

namespace IotPlatform.RuleEngine.Conditions;

public sealed partial record MessageRate
{
    internal override Instant? Deadline(ConditionState state) => (MessageRateState)state switch
    {
        { IsMet: true, MetBy: MessageLimit.Max } now => now.Newest!.Oldest + Window,
        { IsMet: true } => null,
        var now => Earlier(TooFewFrom(now), ClearFrom(now)),
    };

    // Too few remain when the oldest of just enough leaves the window; at once, where there are not enough.
    private Instant? TooFewFrom(MessageRateState state)
    {
        if (MinMessages is null || state.CountedSince is not { } since)
            return null;
        var judgedFrom = Later(since, state.HeldUntil) + Window;
        return IsEnough(state) ? Later(judgedFrom, state.NewestForMin!.Oldest + Window) : judgedFrom;
    }

    // Of an undecided state is known that it isn't too many only after a whole window, and then only if it isn't too few.
    private Instant? ClearFrom(MessageRateState state)
    {
        if (state.Phase is not Phase.Undecided || MaxMessages is null || state.CountedSince + Window is not { } whole)
            return null;
        return MinMessages is null || (IsEnough(state) && state.NewestForMin!.Oldest + Window > whole) ? whole : null;
    }

    private static Instant? Earlier(Instant? one, Instant? other) => other is null || one < other ? one : other;
}
