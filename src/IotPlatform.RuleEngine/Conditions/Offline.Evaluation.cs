using NodaTime;

namespace IotPlatform.RuleEngine.Conditions;

public sealed partial record Offline
{
    internal override Instant? EventTime(Observation observation) => observation switch
    {
        SessionBegan began => began.At,
        SessionEnded ended => ended.At,
        _ => null,
    };

    internal override Detection Observe(ConditionState? state, Observation observation)
    {
        var last = (OfflineState?)state ?? new OfflineState(Phase.Undecided);
        return observation switch
        {
            SessionBegan began => Connect(last, began.Epoch, began.At, began.Position),
            SessionEnded ended => Disconnect(Hold(last, ended.At + ended.Patience), ended.Epoch, ended.At, ended.At, ended.Position),
            WatchBegan watch => Watch(Hold(last, watch.At), watch),
            PlatformResumed resumed => new(
                Hold(last, resumed.At + Duration.Max(Timeout, resumed.Grace)), Signal.None, Reason.OutageNoted, resumed.At),
            _ => Detection.Ignored(state, Reason.NotObserved),
        };
    }

    internal override Instant? Deadline(ConditionState state) => (OfflineState)state switch
    {
        { IsMet: false, IsConnected: false, EndedAt: { } ended } now => Later(ended + Timeout, now.HeldUntil),
        _ => null,
    };

    internal override Detection Elapse(ConditionState state, Instant deadline) => BecomeMet((OfflineState)state, deadline);

    private static OfflineState Hold(OfflineState state, Instant until) => state with { HeldUntil = Later(until, state.HeldUntil) };

    private Detection Watch(OfflineState state, WatchBegan watch) => watch.Session switch
    {
        { EndedAt: { } ended } session when IsNews(state, session.Epoch, isOpen: false) =>
            Disconnect(state, session.Epoch, ended, watch.At, 0),
        { EndedAt: null } session when IsNews(state, session.Epoch, isOpen: true) => Connect(state, session.Epoch, watch.At, 0),
        _ => new(state, Signal.None, Reason.WatchNoted, watch.At),
    };

    private static Detection Connect(OfflineState last, long epoch, Instant at, long position)
    {
        if (!IsNews(last, epoch, isOpen: true))
            return Detection.Ignored(last, Reason.OlderSession);
        var next = last with { Phase = Phase.Clear, Epoch = epoch, IsConnected = true, Position = position };
        return last.Phase is Phase.Clear
            ? new(next, Signal.None, Reason.SessionOpen, at)
            : new(next, Signal.Cleared, last.IsMet ? Reason.Cleared : Reason.SessionOpen, at);
    }

    private Detection Disconnect(OfflineState last, long epoch, Instant endedAt, Instant now, long position)
    {
        if (!IsNews(last, epoch, isOpen: false))
            return Detection.Ignored(last, Reason.OlderSession);
        var next = last with { Epoch = epoch, IsConnected = false, EndedAt = endedAt, Position = position };
        // Only a session whose beginning wasn't told can end now: the device was back meanwhile.
        if (next.IsMet)
            return new(next with { Phase = Phase.Clear }, Signal.Cleared, Reason.Cleared, now);
        return Deadline(next) is { } due && due <= now
            ? BecomeMet(next, due)
            : new(next, Signal.None, Reason.DurationNotMet, now);
    }

    // What a session does is told once, or twice; an older one says nothing about the device.
    private static bool IsNews(OfflineState last, long epoch, bool isOpen) =>
        epoch > last.Epoch || (epoch == last.Epoch && last.IsConnected && !isOpen);

    private static Detection BecomeMet(OfflineState state, Instant at) =>
        new(state with { Phase = Phase.Met }, Signal.Met, Reason.ConditionMet, at);
}
