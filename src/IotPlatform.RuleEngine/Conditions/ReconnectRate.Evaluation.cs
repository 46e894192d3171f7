using NodaTime;

namespace IotPlatform.RuleEngine.Conditions;

public sealed partial record ReconnectRate
{
    internal override Instant? EventTime(Observation observation) => (observation as SessionBegan)?.At;

    internal override Detection Observe(ConditionState? state, Observation observation)
    {
        var last = (ReconnectRateState?)state;
        return observation switch
        {
            SessionBegan began when began.Epoch <= last?.Epoch => Detection.Ignored(last, Reason.OlderSession),
            SessionBegan began => Judge(Count(last, began), began.At),
            PlatformResumed resumed when last is not null => new(
                last with { IsExcused = true }, Signal.None, Reason.OutageNoted, resumed.At),
            _ => Detection.Ignored(state, Reason.NotObserved),
        };
    }

    internal override Instant? Deadline(ConditionState state) => (ReconnectRateState)state switch
    {
        { IsMet: true } now => now.Newest.Oldest + Window,
        { Phase: Phase.Undecided } now => now.CountedSince + Window,
        _ => null,
    };

    internal override Detection Elapse(ConditionState state, Instant deadline)
    {
        var now = (ReconnectRateState)state;
        return new(now with { Phase = Phase.Clear }, Signal.Cleared, now.IsMet ? Reason.Cleared : Reason.RateNotMet, deadline);
    }

    private ReconnectRateState Count(ReconnectRateState? last, SessionBegan began) => new(
        last?.Phase ?? Phase.Undecided,
        last?.CountedSince ?? began.At,
        last is { IsExcused: true } ? last.Newest.Postpone(began.At, Window) : Times.Add(last?.Newest, began.At, Window, MaxReconnects + 2),
        began.Epoch, began.Position);

    private Detection Judge(ReconnectRateState next, Instant at)
    {
        if (next.IsMet)
            return new(next, Signal.Holding, Reason.AlreadyFiring, at);
        if (next.Newest.Count - 1 > MaxReconnects)
            return new(next with { Phase = Phase.Met }, Signal.Met, Reason.ConditionMet, at);
        return new(next, Signal.None, next.Phase is Phase.Clear ? Reason.RateNotMet : Reason.WindowNotWhole, at);
    }
}
