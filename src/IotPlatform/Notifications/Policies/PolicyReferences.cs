using IotPlatform.Devices;
using IotPlatform.Groups;
using IotPlatform.Platform;
using IotPlatform.Profiles;
using IotPlatform.Rules;
using Marten;
using NodaTime;

namespace IotPlatform.Notifications;

/// <summary>What a policy refers to is there when it is created or revised, and stays until that is committed.</summary>
public sealed class PolicyReferences : IConsequence
{
    /// <inheritdoc/>
    public async Task<Problem?> FollowAsync(
        IDocumentSession session, IReadOnlyList<object> events, Instant now, CancellationToken cancellation)
    {
        List<Fault> faults = [];
        foreach (var fact in events)
        {
            faults.AddRange(fact switch
            {
                PolicyCreated e => [.. await FaultsAsync(session, e.Scope, cancellation), .. await FaultsAsync(session, e.Terms, cancellation)],
                PolicyRevised e => await FaultsAsync(session, e.Terms, cancellation),
                _ => [],
            });
        }
        return faults.Count > 0 ? Problem.Invalid(faults) : null;
    }

    // Rules come after what they are about, as everywhere.
    private static async Task<List<Fault>> FaultsAsync(IDocumentSession session, PolicyScope scope, CancellationToken cancellation) =>
    [
        .. scope.Type switch
        {
            RuleScope.Group => await MissingAsync<Group>(session, "scope_ids", scope.Ids!, cancellation),
            RuleScope.Profile => await MissingAsync<Profile>(session, "scope_ids", scope.Ids!, cancellation),
            RuleScope.Device => await MissingAsync<Device>(session, "scope_ids", scope.Ids!, cancellation),
            _ => [],
        },
        .. await MissingAsync<AlarmRule>(session, "rule_ids", scope.RuleIds ?? [], cancellation),
    ];

    private static async Task<List<Fault>> FaultsAsync(IDocumentSession session, PolicyTerms terms, CancellationToken cancellation)
    {
        var ids = terms.ChannelIds.Union(terms.EscalationChannelIds).ToList();
        var there = await LockedStreams.HoldAsync<NotificationChannel>(session, ids, cancellation);
        return
        [
            .. Faults<NotificationChannel>("channel_ids", terms.ChannelIds, there.Keys),
            .. Faults<NotificationChannel>("escalation_channel_ids", terms.EscalationChannelIds, there.Keys),
        ];
    }

    private static async Task<IEnumerable<Fault>> MissingAsync<T>(
        IDocumentSession session, string field, IReadOnlyList<string> ids, CancellationToken cancellation)
        where T : class, IResource<T> =>
        ids.Count == 0 ? [] : Faults<T>(field, ids, (await LockedStreams.HoldAsync<T>(session, ids, cancellation)).Keys);

    private static IEnumerable<Fault> Faults<T>(string field, IReadOnlyList<string> ids, IEnumerable<string> there) where T : class, IResource<T>
    {
        var living = there.ToHashSet();
        return ids.Index().Where(entry => !living.Contains(entry.Item))
            .Select(entry => new Fault($"{field}[{entry.Index}]", $"names no {T.Kind}: '{entry.Item}'"));
    }
}
