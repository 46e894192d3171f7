using System.Text.Json;
using NodaTime;

namespace IotPlatform.RuleEngine.Conditions;

public sealed partial record ReconnectRate
{
    internal override Grounds Explain(ConditionState state, Instant at, string? unit)
    {
        var now = (ReconnectRateState)state;
        var connects = now.Newest.In(at - Window, at);
        var reconnects = Math.Max(connects.Count - 1, 0);
        var sessions = connects.TakeLast(ReconnectRateEvidence.Kept).Select(began => new EvidenceSession(began)).ToArray();
        var what = reconnects is 1 ? "reconnect" : "reconnects";
        return new Grounds(
            at, now.Position,
            new ReconnectRateEvidence(Window.TotalSeconds, at - Window, at, connects.Count, reconnects, MaxReconnects, sessions),
            $"{reconnects} {what} in {InWords(Window)}, {(now.IsMet ? "more than" : "no more than")} {MaxReconnects}");
    }

    internal override Reason Judge(JsonElement stored)
    {
        if (Evidence.FromJson<ReconnectRateEvidence>(stored) is not { } evidence)
            return Reason.ConditionNotMet;
        var times = evidence.Sessions.Select(session => session.ConnectedAt).ToList();
        var isWindow = evidence.WindowStart + Window == evidence.WindowEnd
            && times.All(at => at > evidence.WindowStart && at <= evidence.WindowEnd)
            && times.Zip(times.Skip(1)).All(pair => pair.First <= pair.Second);
        var isCountBorneOut = evidence.Connects == evidence.Reconnects + 1
            && times.Count == Math.Min(evidence.Connects, ReconnectRateEvidence.Kept);
        if (!isWindow || !isCountBorneOut)
            return Reason.ConditionNotMet;
        return evidence.Reconnects > MaxReconnects ? Reason.ConditionMet : Reason.RateNotMet;
    }
}
