using FsCheck;
using FsCheck.Fluent;
using IotPlatform.Devices;
using IotPlatform.Notifications;
using IotPlatform.Platform;
using IotPlatform.RuleEngine;
using IotPlatform.Rules;
using IotPlatform.Tests.Devices;

namespace IotPlatform.Tests.Notifications;

/// <summary>A policy, and what happened to an alarm.</summary>
internal sealed record Match(NotificationPolicy Policy, NotificationKind Kind, Severity Severity, string RuleId, Device Device)
{
    public NotifyReason Decide() => PolicyMatch.Decide(Policy, Kind, Severity, RuleId, Device);
}

/// <summary>Policies with what they tell of, and the ways to make them tell of it no more.</summary>
internal static class RandomMatches
{
    private static readonly NotificationKind[] Kinds =
        [NotificationKind.Triggered, NotificationKind.Acknowledged, NotificationKind.Resolved];
    private static readonly string[] Ids = ["a", "b", "c", "d"];

    /// <summary>Policies that tell.</summary>
    public static readonly Gen<Match> All =
        from kind in Gen.Elements(Kinds)
        from events in SetWith(Words.Of(kind), [.. Kinds.Select(Words.Of)])
        from severity in Gen.Elements(Enum.GetValues<Severity>())
        from severities in SetWith(severity, Enum.GetValues<Severity>())
        from rule in Gen.Elements(Ids)
        from rules in Gen.OneOf(Gen.Constant<string[]?>(null), SetWith(rule, Ids).Select(set => (string[]?)set))
        from device in Gen.Elements(Ids)
        from profile in Gen.Elements(Ids)
        from home in Gen.Elements(Ids)
        from groups in SetWith(home, Ids)
        from scopeType in Gen.Elements<string>(RuleScope.Types)
        from scopeIds in SetWith(scopeType switch { RuleScope.Device => device, RuleScope.Group => home, _ => profile }, Ids)
        select new Match(
            SamplePolicy.Of() with
            {
                EventTypes = events,
                SeverityFilter = severities,
                RuleIds = rules,
                ScopeType = scopeType,
                ScopeIds = scopeType == RuleScope.Fleet ? null : scopeIds,
            },
            kind, severity, rule, SampleDevice.Of() with { DeviceId = device, ProfileId = profile, GroupIds = groups });

    /// <summary>The same, with one or more of the conditions spoilt, each in its own way.</summary>
    public static readonly Gen<(Match Match, IReadOnlyList<NotifyReason> Reasons)> Spoilt =
        from match in All
        from reasons in Gen.SubListOf(Spoilers.Keys.ToArray()).Where(reasons => reasons.Count > 0)
        select (reasons.Aggregate(match, (spoilt, reason) => Spoilers[reason](spoilt)), (IReadOnlyList<NotifyReason>)[.. reasons]);

    private static Dictionary<NotifyReason, Func<Match, Match>> Spoilers => new()
    {
        [NotifyReason.PolicyDisabled] = match => match with { Policy = match.Policy with { IsEnabled = false } },
        [NotifyReason.EventNotWanted] = match => match with
        {
            Policy = match.Policy with { EventTypes = [.. Kinds.Where(kind => kind != match.Kind).Select(Words.Of)] },
        },
        [NotifyReason.SeverityNotWanted] = match => match with
        {
            Policy = match.Policy with { SeverityFilter = [.. Enum.GetValues<Severity>().Where(severity => severity != match.Severity)] },
        },
        [NotifyReason.RuleNotWanted] = match => match with { Policy = match.Policy with { RuleIds = [.. Ids.Where(id => id != match.RuleId)] } },
        [NotifyReason.OutOfScope] = OutOfScope,
    };

    // The ids of the other kinds stay such as would fit: an id counts only as what the scope's type says.
    private static Match OutOfScope(Match match)
    {
        var type = match.Policy.ScopeType == RuleScope.Fleet ? RuleScope.Device : match.Policy.ScopeType;
        string[] inside = type switch
        {
            RuleScope.Device => [match.Device.DeviceId],
            RuleScope.Group => [.. match.Device.GroupIds],
            _ => [match.Device.ProfileId!],
        };
        return match with { Policy = match.Policy with { ScopeType = type, ScopeIds = [.. Ids.Append("e").Except(inside)] } };
    }

    private static Gen<T[]> SetWith<T>(T element, T[] all) =>
        from others in Gen.SubListOf(all)
        from shuffled in Gen.Shuffle(others.Append(element).Distinct())
        select shuffled;
}
