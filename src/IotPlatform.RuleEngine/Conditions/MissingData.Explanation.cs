using System.Text.Json;
using NodaTime;

namespace IotPlatform.RuleEngine.Conditions;

public sealed partial record MissingData
{
    internal override Grounds Explain(ConditionState state, Instant at, string? unit)
    {
        var now = (MissingDataState)state;
        var since = now.SilentBefore ?? now.SilentSince;
        var silence = at - since;
        var what = Field ?? "telemetry";
        return new Grounds(
            at, now.Position,
            new MissingDataEvidence(since, silence.TotalSeconds, now.Position, Timeout?.TotalSeconds, Field),
            now.IsMet ? $"no {what} for {InWords(silence)}" : $"{what} again after {InWords(silence)}");
    }

    // What the profile's interval was then, only the evidence knows.
    internal override Reason Judge(JsonElement stored)
    {
        if (Evidence.FromJson<MissingDataEvidence>(stored) is not { } evidence || evidence.Key != Field)
            return Reason.ConditionNotMet;
        var timeout = OwnTimeout?.TotalSeconds ?? evidence.TimeoutSeconds;
        return evidence.SilentForSeconds >= timeout ? Reason.ConditionMet : Reason.DurationNotMet;
    }
}
