using IotPlatform.Platform;
using IotPlatform.Rules;

namespace IotPlatform.Notifications;

/// <summary>Which alarms a policy is about, for life.</summary>
/// <param name="RuleIds">Those of these rules; null: of all.</param>
/// <param name="Type"><c>fleet</c>, <c>device</c>, <c>group</c> or <c>profile</c>.</param>
/// <param name="Ids">The devices, groups or profiles; null for the fleet.</param>
public sealed record PolicyScope(IReadOnlyList<string>? RuleIds, string Type, IReadOnlyList<string>? Ids)
{
    private const int MaxIds = 1_000;

    /// <summary>Reads the scope of a new policy.</summary>
    public static PolicyScope Read(Body body)
    {
        var type = body.IsNull("scope_type") ? RuleScope.Fleet : body.Choice("scope_type", RuleScope.Types).Or(RuleScope.Fleet);
        var rules = PolicyMembers.Ids(body, "rule_ids", MaxIds);
        var ids = PolicyMembers.Ids(body, "scope_ids", MaxIds);
        if (body.IsFaulty("scope_type")) return new(rules, type, ids);
        if (type == RuleScope.Fleet && ids is not null) body.AddFault("scope_ids", "must be absent where scope_type is fleet");
        if (type != RuleScope.Fleet && ids is null) body.AddFault("scope_ids", $"is required when scope_type is {type}");
        return new(rules, type, ids);
    }
}
