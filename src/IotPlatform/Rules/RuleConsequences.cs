using IotPlatform.Alarms;
using IotPlatform.Devices;
using IotPlatform.Platform;
using Marten;
using NodaTime;

namespace IotPlatform.Rules;

/// <summary>With a rule go its open alarms; with a device stop the rules that are about it alone.</summary>
public sealed class RuleConsequences(Freshness freshness) : IConsequence
{
    /// <inheritdoc/>
    public async Task<Problem?> FollowAsync(
        IDocumentSession session, IReadOnlyList<object> events, Instant now, CancellationToken cancellation)
    {
        foreach (var deleted in events.OfType<RuleDeleted>())
            await OpenAlarms.ResolveOfRuleAsync(session, deleted.Id, AlarmResolution.RuleDeleted, now, cancellation);
        foreach (var deleted in events.OfType<DeviceDeleted>())
            await DisableRulesOf(session, deleted.Id, now, cancellation);
        return null;
    }

    private async Task DisableRulesOf(IDocumentSession session, string deviceId, Instant now, CancellationToken cancellation)
    {
        await freshness.CatchUpWithStoreAsync(cancellation);
        var rules = await session.Query<AlarmRule>()
            .Where(rule => rule.ScopeDeviceId == deviceId && rule.IsEnabled).ToListAsync(cancellation);
        foreach (var rule in rules)
            await session.Events.AppendOptimistic(rule.Id, cancellation, new RuleDisabled(rule.Id, now));
    }
}
