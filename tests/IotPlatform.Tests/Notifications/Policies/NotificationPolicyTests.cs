using IotPlatform.Notifications;
using IotPlatform.Platform;
using IotPlatform.RuleEngine;
using Shouldly;
using Xunit;
using static IotPlatform.Tests.Notifications.SamplePolicy;

namespace IotPlatform.Tests.Notifications;

public sealed class NotificationPolicyTests
{
    private static readonly PolicyTerms NewTerms =
        new("Day", null, [Severity.Info], ["acknowledged"], ["channel-2"], 5, PolicyGrouping.Group, 1, 2, 3, 4, ["channel-3"]);

    private static readonly object[] Facts =
    [
        Creation(), new PolicyRevised("policy-1", NewTerms, Now), new PolicyEnabled("policy-1", Now), new PolicyDisabled("policy-1", Now),
        new PolicyDeleted("policy-1", Now),
    ];

    [Fact]
    public void a_creation_tells_everything()
    {
        var policy = NotificationPolicy.Fold(null, Creation(new(["r"], "device", ["d"]), NewTerms));
        Decisions.Tell(policy).ShouldBe(Decisions.Tell(new NotificationPolicy
        {
            Id = "policy-1",
            Name = "Day",
            SeverityFilter = [Severity.Info],
            RuleIds = ["r"],
            ScopeType = "device",
            ScopeIds = ["d"],
            EventTypes = ["acknowledged"],
            ChannelIds = ["channel-2"],
            CooldownSeconds = 5,
            GroupBy = PolicyGrouping.Group,
            GroupWaitSeconds = 1,
            GroupIntervalSeconds = 2,
            RepeatIntervalSeconds = 3,
            EscalateAfterSeconds = 4,
            EscalationChannelIds = ["channel-3"],
            IsEnabled = true,
            CreatedAt = Made,
            UpdatedAt = Made,
        }));
    }

    [Fact]
    public void the_terms_are_what_was_last_said_of_them()
    {
        PolicyTerms.Of(Of()).IsSameAs(Terms).ShouldBeTrue();
        PolicyTerms.Of(Of(new PolicyRevised("policy-1", NewTerms, Now))).IsSameAs(NewTerms).ShouldBeTrue();
    }

    [Fact]
    public void a_revision_replaces_neither_scope_nor_switch()
    {
        var revised = Of(new PolicyDisabled("policy-1", Made), new PolicyRevised("policy-1", NewTerms, Now));
        (revised.ScopeType, revised.IsEnabled, revised.CreatedAt, revised.UpdatedAt).ShouldBe(("fleet", false, Made, Now));
    }

    [Fact]
    public void a_deletion_leaves_nothing() => NotificationPolicy.Fold(Of(), new PolicyDeleted("policy-1", Now)).ShouldBeNull();

    [Fact]
    public void every_event_that_a_policy_knows_changes_it_or_ends_it()
    {
        Facts.Select(fact => fact.GetType()).ShouldBe(EventTypesOf<NotificationPolicy>(), ignoreOrder: true);
        var before = Of() with { Name = "Old" };
        foreach (var fact in Facts)
            Decisions.Tell(NotificationPolicy.Fold(before, fact)).ShouldNotBe(Decisions.Tell(before), fact.ToString());
    }

    private static IReadOnlyList<Type> EventTypesOf<T>() where T : class, IResource<T> => T.EventTypes;
}
