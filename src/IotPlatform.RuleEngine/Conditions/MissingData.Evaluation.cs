using NodaTime;

namespace IotPlatform.RuleEngine.Conditions;

public sealed partial record MissingData
{
    internal override Instant? EventTime(Observation observation) => DataIn(observation)?.ReceivedAt;

    internal override Detection Observe(ConditionState? state, Observation observation)
    {
        var last = (MissingDataState?)state;
        return observation switch
        {
            _ when DataIn(observation) is { } data => Hear(last, data.ReceivedAt, data.Position),
            WatchBegan watch => Watch(last, watch.At),
            PlatformResumed resumed => Excuse(last, resumed),
            RecordReceived when Field is null => Detection.Ignored(state, Reason.NoValues),
            SampleTaken when Field is not null => Detection.Ignored(state, Reason.OtherKey),
            _ => Detection.Ignored(state, Reason.NotObserved),
        };
    }

    internal override Instant? Deadline(ConditionState state)
    {
        var now = (MissingDataState)state;
        return now.IsMet || Timeout is not { } timeout ? null : Later(now.SilentSince + timeout, now.HeldUntil);
    }

    internal override Detection Elapse(ConditionState state, Instant deadline) =>
        new(((MissingDataState)state) with { Phase = Phase.Met, SilentBefore = null }, Signal.Met, Reason.ConditionMet, deadline);

    private (Instant ReceivedAt, long Position)? DataIn(Observation observation) => observation switch
    {
        RecordReceived { HasValues: true } record when Field is null => (record.ReceivedAt, record.Position),
        SampleTaken sample when sample.Key == Field => (sample.ReceivedAt, sample.Position),
        _ => null,
    };

    private static Detection Hear(MissingDataState? last, Instant at, long position)
    {
        if (last is { Phase: Phase.Clear })
            return new(last with { SilentSince = Later(at, last.SilentSince), Position = position, SilentBefore = null },
                Signal.None, Reason.DataReceived, at);
        var next = new MissingDataState(Phase.Clear, Later(at, last?.SilentSince), position, last?.HeldUntil, last?.SilentSince);
        return new(next, Signal.Cleared, last is { IsMet: true } ? Reason.Cleared : Reason.DataReceived, at);
    }

    private static Detection Watch(MissingDataState? last, Instant at) => last switch
    {
        null => new(new MissingDataState(Phase.Undecided, at), Signal.None, Reason.WatchNoted, at),
        { IsMet: true } => Detection.Ignored(last, Reason.WatchNoted),
        _ => new(last with { SilentSince = Later(at, last.SilentSince) }, Signal.None, Reason.WatchNoted, at),
    };

    private static Detection Excuse(MissingDataState? last, PlatformResumed resumed) => last is null or { IsMet: true }
        ? Detection.Ignored(last, Reason.OutageNoted)
        : new(
            last with { SilentSince = Later(resumed.At, last.SilentSince), HeldUntil = Later(resumed.At + resumed.Grace, last.HeldUntil) },
            Signal.None, Reason.OutageNoted, resumed.At);
}
