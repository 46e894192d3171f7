using System.Text.Json;
using NodaTime;

namespace IotPlatform.RuleEngine.Conditions;

public sealed partial record MessageRate
{
    internal override Grounds Explain(ConditionState state, Instant at, string? unit)
    {
        var now = (MessageRateState)state;
        var limit = now.MetBy ?? (MaxMessages is null ? MessageLimit.Min : MessageLimit.Max);
        var counted = (limit is MessageLimit.Max ? now.Newest : now.NewestForMin)?.In(at - Window, at) ?? [];
        var evidence = new MessageRateEvidence(
            Window.TotalSeconds, at - Window, at, counted.Count,
            limit is MessageLimit.Max ? new EvidenceLimit(Max: MaxMessages) : new EvidenceLimit(Min: MinMessages),
            counted.Count > 0 ? counted[0] : null, counted.Count > 0 ? counted[^1] : null);
        return new Grounds(at, now.Position, evidence, Describe(counted.Count, limit, now.IsMet));
    }

    internal override Reason Judge(JsonElement stored)
    {
        if (Evidence.FromJson<MessageRateEvidence>(stored) is not { } evidence)
            return Reason.ConditionNotMet;
        var isWindow = evidence.WindowStart + Window == evidence.WindowEnd;
        var isCountBorneOut = evidence.Count is 0
            ? evidence is { FirstAt: null, LastAt: null }
            : evidence.FirstAt > evidence.WindowStart && evidence.FirstAt <= evidence.LastAt && evidence.LastAt <= evidence.WindowEnd;
        if (!isWindow || !isCountBorneOut)
            return Reason.ConditionNotMet;
        return evidence.Count > MaxMessages || evidence.Count < MinMessages ? Reason.ConditionMet : Reason.RateNotMet;
    }

    private string Describe(int count, MessageLimit limit, bool isMet)
    {
        var what = count is 1 ? "message" : "messages";
        var bound = limit is MessageLimit.Max
            ? $"{(isMet ? "more than" : "no more than")} {MaxMessages}"
            : $"{(isMet ? "fewer than" : "at least")} {MinMessages}";
        return $"{count} {what} in {InWords(Window)}, {bound}";
    }
}
