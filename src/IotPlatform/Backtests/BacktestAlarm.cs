using System.Text.Json;
using IotPlatform.RuleEngine;
using NodaTime;

namespace IotPlatform.Backtests;

/// <summary>An alarm that the rule would have raised.</summary>
/// <param name="ResolvedAt">When the condition cleared or the device was deactivated; null where it would still be open.</param>
/// <param name="Details">The evidence, and the rule's config, as a real alarm has them.</param>
public sealed record BacktestAlarm(
    string DeviceId, Severity Severity, string Message, Instant TriggeredAt, Instant? ResolvedAt, int OccurrenceCount, JsonElement Details)
{
    /// <summary>
    /// What a verdict makes of the open alarm, if there is one: the one that is open from then on, and the one that it closed.
    /// </summary>
    public static (BacktestAlarm? Open, BacktestAlarm? Closed) Follow(BacktestAlarm? open, Verdict verdict, Func<Verdict, BacktestAlarm> begin) =>
        verdict switch
        {
            { OpensAlarm: true } or { Kind: VerdictKind.Retrigger } =>
                (open is null ? begin(verdict) : open with { OccurrenceCount = open.OccurrenceCount + 1 }, null),
            { Kind: VerdictKind.Resolve } => (null, open?.Resolve(verdict.Grounds!.At)),
            _ => (open, null),
        };

    /// <summary>The alarm, closed at a time.</summary>
    public BacktestAlarm Resolve(Instant at) => this with { ResolvedAt = at };
}
