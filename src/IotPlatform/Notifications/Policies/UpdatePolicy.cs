using IotPlatform.Platform;
using NodaTime;
using Wolverine.Http;

namespace IotPlatform.Notifications;

/// <summary>Changes what a policy says, or switches it. What it is about is for life.</summary>
public sealed record UpdatePolicy(PolicyTerms Terms, bool IsEnabled) : IChange<UpdatePolicy, NotificationPolicy>
{
    /// <inheritdoc/>
    public static UpdatePolicy Read(Body body, NotificationPolicy policy)
    {
        body.ImmutableSet("rule_ids", policy.RuleIds);
        body.Immutable("scope_type", policy.ScopeType);
        body.ImmutableSet("scope_ids", policy.ScopeIds);
        var name = body.Text("name", 1, 100).Or(policy.Name);
        var channels = body.Has("channel_ids") ? PolicyMembers.ChannelIds(body) : policy.ChannelIds;
        return new(
            PolicyMembers.Read(body, name, channels, PolicyTerms.Of(policy)), body.NullableFlag("is_enabled").Value ?? policy.IsEnabled);
    }
}

/// <summary>PUT /v1/iot/notifications/policies/{policy_id}: what happens from then on is told by it.</summary>
public static class UpdatePolicyEndpoint
{
    [WolverinePut("/v1/iot/notifications/policies/{policy_id}")]
    [EndpointSummary("Update notification policy")]
    public static Task<IResult> Put(
        string policy_id, Changes<UpdatePolicy> changes, HttpContext http, Resources<NotificationPolicy> policies) =>
        policies.Change(http, policy_id, changes, Decide);

    /// <summary>The new text in one event, where it differs; the switch in another.</summary>
    public static Decision Decide(UpdatePolicy change, NotificationPolicy policy, Instant now)
    {
        List<object> events = [];
        if (!change.Terms.IsSameAs(PolicyTerms.Of(policy))) events.Add(new PolicyRevised(policy.Id, change.Terms, now));
        if (change.IsEnabled != policy.IsEnabled)
            events.Add(policy.IsEnabled ? new PolicyDisabled(policy.Id, now) : new PolicyEnabled(policy.Id, now));
        return Decision.Append(events);
    }
}
