using IotPlatform.Devices;
using IotPlatform.Platform;
using IotPlatform.Profiles;
using IotPlatform.RuleEngine;
using Marten;
using NodaTime;

namespace IotPlatform.Rules;

/// <summary>
/// A rule that leaves its time-out to a profile is about one that says how often devices report. A profile that says so no more makes it
/// silent, so nothing needs to be held.
/// </summary>
public sealed class RuleIntervals : IConsequence
{
    /// <inheritdoc/>
    public async Task<Problem?> FollowAsync(
        IDocumentSession session, IReadOnlyList<object> events, Instant now, CancellationToken cancellation)
    {
        foreach (var fact in events)
        {
            if (await RuleAsync(session, fact, cancellation) is not { } rule || !WantsInterval(rule)) continue;
            if (await ProfileIdAsync(session, rule, cancellation) is not { } profileId)
                return Refusal("is required, as no profile says how often the devices report");
            if ((await LockedStreams.FoldAsync<Profile>(session, profileId, cancellation))?.ReportingIntervalSeconds is null)
                return Refusal($"is required, as profile '{profileId}' has no reporting_interval_seconds");
        }
        return null;
    }

    private static async ValueTask<AlarmRule?> RuleAsync(
        IDocumentSession session, object fact, CancellationToken cancellation) => fact switch
        {
            RuleCreated created => AlarmRule.Fold(null, created),
            RuleRevised revised => AlarmRule.Fold(await LockedStreams.FoldAsync<AlarmRule>(session, revised.Id, cancellation), revised),
            _ => null,
        };

    private static bool WantsInterval(AlarmRule rule) =>
        Condition.Parse(rule.RuleType, rule.Config.Parse()).TryGet(out var condition) && condition.WantsInterval;

    private static async ValueTask<string?> ProfileIdAsync(IDocumentSession session, AlarmRule rule, CancellationToken cancellation)
    {
        if (rule.ScopeProfileId is not null || rule.ScopeDeviceId is null) return rule.ScopeProfileId;
        return (await LockedStreams.FoldAsync<Device>(session, rule.ScopeDeviceId, cancellation))?.ProfileId;
    }

    private static Problem Refusal(string message) => Problem.Invalid([new Platform.Fault("config.timeout_seconds", message)]);
}
