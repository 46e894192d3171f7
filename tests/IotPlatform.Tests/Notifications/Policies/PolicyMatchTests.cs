using FsCheck;
using FsCheck.Fluent;
using IotPlatform.Notifications;
using IotPlatform.RuleEngine;
using IotPlatform.Tests.Devices;
using Shouldly;
using Xunit;

namespace IotPlatform.Tests.Notifications;

public sealed class PolicyMatchTests
{
    [Fact]
    public void what_fits_all_conditions_is_told() =>
        Prop.ForAll(Arb.From(RandomMatches.All), match => match.Decide().ShouldBe(NotifyReason.Notify)).QuickCheckThrowOnFailure();

    [Fact]
    public void any_condition_that_fails_is_enough_and_the_first_of_them_is_the_reason() =>
        Prop.ForAll(Arb.From(RandomMatches.Spoilt), spoilt => spoilt.Match.Decide().ShouldBe(spoilt.Reasons.Min()))
            .QuickCheckThrowOnFailure();

    [Theory]
    [InlineData(NotificationKind.Reminder)]
    [InlineData(NotificationKind.Escalated)]
    public void reminders_and_escalations_are_told_whatever_events_are_wanted(NotificationKind kind)
    {
        var policy = SamplePolicy.Of() with { EventTypes = ["resolved"] };
        PolicyMatch.Decide(policy, kind, Severity.Critical, "rule-1", SampleDevice.Of()).ShouldBe(NotifyReason.Notify);
    }

    [Fact]
    public void a_device_that_is_not_active_is_told_of_all_the_same() => PolicyMatch.Decide(
        SamplePolicy.Of(), NotificationKind.Resolved, Severity.Critical, "rule-1", SampleDevice.Of() with { IsActive = false })
        .ShouldBe(NotifyReason.Notify);

    [Fact]
    public void a_device_without_profile_or_group_is_in_no_scope_of_theirs()
    {
        foreach (var type in new[] { "group", "profile" })
        {
            var policy = NotificationPolicy.Fold(null, SamplePolicy.Creation(new(null, type, ["x"])))!;
            PolicyMatch.Decide(policy, NotificationKind.Triggered, Severity.Critical, "rule-1", SampleDevice.Of())
                .ShouldBe(NotifyReason.OutOfScope);
        }
    }
}
