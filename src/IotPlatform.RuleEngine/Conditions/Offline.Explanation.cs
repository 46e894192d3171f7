using System.Text.Json;
using NodaTime;

namespace IotPlatform.RuleEngine.Conditions;

public sealed partial record Offline
{
    internal override Grounds Explain(ConditionState state, Instant at, string? unit)
    {
        var now = (OfflineState)state;
        var absence = now.EndedAt is { } ended ? at - ended : Duration.Zero;
        return new Grounds(
            at, now.Position,
            new OfflineEvidence(now.Epoch, absence.TotalSeconds, Timeout.TotalSeconds, now.Position, now.EndedAt),
            Describe(now, absence));
    }

    internal override Reason Judge(JsonElement stored)
    {
        if (Evidence.FromJson<OfflineEvidence>(stored) is not { DisconnectedAt: not null } evidence)
            return Reason.ConditionNotMet;
        return evidence.OfflineForSeconds >= Timeout.TotalSeconds ? Reason.ConditionMet : Reason.DurationNotMet;
    }

    private static string Describe(OfflineState state, Duration absence) => state switch
    {
        { IsMet: true } => $"offline for {InWords(absence)}",
        { IsConnected: true, EndedAt: not null } => $"connected again after {InWords(absence)}",
        _ => "connected",
    };
}
