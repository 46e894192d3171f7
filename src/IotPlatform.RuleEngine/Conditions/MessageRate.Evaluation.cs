using NodaTime;

namespace IotPlatform.RuleEngine.Conditions;

public sealed partial record MessageRate
{
    internal override Instant? EventTime(Observation observation) => (observation as RecordReceived)?.ReceivedAt;

    internal override Detection Observe(ConditionState? state, Observation observation)
    {
        var last = (MessageRateState?)state ?? new MessageRateState(Phase.Undecided);
        return observation switch
        {
            RecordReceived { StartsMessage: true } message => Count(last, message),
            RecordReceived record => NoteContact(last, record.ReceivedAt, Reason.SameMessage),
            SessionBegan began when MinMessages is not null => NoteContact(last, began.At, Reason.ContactNoted),
            WatchBegan { HadContact: true } watch => new(
                last with { CountedSince = Later(watch.At, last.CountedSince) }, Signal.None, Reason.WatchNoted, watch.At),
            PlatformResumed resumed when MinMessages is not null => new(
                last with { HeldUntil = Later(resumed.At + resumed.Grace, last.HeldUntil) }, Signal.None, Reason.OutageNoted, resumed.At),
            _ => Detection.Ignored(state, Reason.NotObserved),
        };
    }

    internal override Detection Elapse(ConditionState state, Instant deadline)
    {
        var now = (MessageRateState)state;
        return !now.IsMet && TooFewFrom(now) == deadline ? BecomeMet(now, MessageLimit.Min, deadline) : BecomeClear(now, deadline);
    }

    private Detection Count(MessageRateState last, RecordReceived message)
    {
        var at = message.ReceivedAt;
        var next = last with
        {
            CountedSince = last.CountedSince ?? at,
            Newest = MaxMessages is { } max ? Times.Add(last.Newest, at, Window, max + 1) : null,
            NewestForMin = MinMessages is { } min ? Times.Add(last.NewestForMin, at, Window, min) : null,
            Position = message.Position,
        };
        return next switch
        {
            { IsMet: true, MetBy: MessageLimit.Min } when IsEnough(next) => BecomeClear(next, at),
            { IsMet: true } => new(next, Signal.Holding, Reason.AlreadyFiring, at),
            _ when next.Newest?.Count > MaxMessages => BecomeMet(next, MessageLimit.Max, at),
            { Phase: Phase.Clear } => new(next, Signal.None, Reason.RateNotMet, at),
            _ when IsEnough(next) && (MaxMessages is null || at >= next.CountedSince + Window) => BecomeClear(next, at),
            _ => new(next, Signal.None, Reason.WindowNotWhole, at),
        };
    }

    private static Detection NoteContact(MessageRateState last, Instant at, Reason reason) => last.CountedSince is null
        ? new(last with { CountedSince = at }, Signal.None, Reason.ContactNoted, at)
        : Detection.Ignored(last, reason);

    private bool IsEnough(MessageRateState state) => MinMessages is null || state.NewestForMin?.Count == MinMessages;

    private static Detection BecomeMet(MessageRateState state, MessageLimit limit, Instant at) =>
        new(state with { Phase = Phase.Met, MetBy = limit }, Signal.Met, Reason.ConditionMet, at);

    private static Detection BecomeClear(MessageRateState state, Instant at) =>
        new(state with { Phase = Phase.Clear }, Signal.Cleared, state.IsMet ? Reason.Cleared : Reason.RateNotMet, at);
}
