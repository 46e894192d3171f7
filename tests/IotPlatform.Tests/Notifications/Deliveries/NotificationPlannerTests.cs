using IotPlatform.Alarms;
using IotPlatform.Notifications;
using NodaTime;
using Shouldly;
using Xunit;

namespace IotPlatform.Tests.Notifications;

public sealed class NotificationPlannerTests
{
    private static readonly NotificationPolicy Plain = SampleOccasion.Policy("p", "a");
    private static readonly Instant Now = SampleOccasion.Start + Duration.FromSeconds(1);

    [Fact]
    public void what_is_planned_twice_is_the_same_message()
    {
        var (once, again) = (Plan(Plain, SampleOccasion.Of()), Plan(Plain, SampleOccasion.Of()));
        once.Deliveries.ShouldHaveSingleItem().ShouldBe(again.Deliveries[0]);
        Plan(Plain, SampleOccasion.Of(NotificationKind.Resolved)).Deliveries[0].Id.ShouldNotBe(once.Deliveries[0].Id);
        Guid.Parse(once.Deliveries[0].Id).Version.ShouldBe(7);
    }

    [Fact]
    public void a_repeat_within_the_cooldown_is_recorded_as_suppressed_though_it_comes_in_the_same_page()
    {
        var plan = Plan(
            Plain with { CooldownSeconds = 60 }, SampleOccasion.Of(), SampleOccasion.Of(NotificationKind.Resolved, 10),
            SampleOccasion.Of(NotificationKind.Triggered, 20), SampleOccasion.Of(NotificationKind.Resolved, 30),
            SampleOccasion.Of(NotificationKind.Triggered, 90));
        plan.Deliveries.Select(delivery => (delivery.EventType, delivery.Status)).ShouldBe(
        [
            ("triggered", "pending"), ("resolved", "pending"), ("triggered", "suppressed"), ("resolved", "suppressed"), ("triggered", "pending"),
        ]);
        plan.Deliveries[2].Error.ShouldNotBeNull();
        plan.Deliveries[2].NextAttemptAt.ShouldBeNull();
    }

    [Fact]
    public void the_cooldown_is_of_one_alarm_alone() => Plan(
            Plain with { CooldownSeconds = 60 }, SampleOccasion.Of(alarm: "alarm-1"), SampleOccasion.Of(seconds: 1, alarm: "alarm-2"))
        .Deliveries.ShouldAllBe(delivery => delivery.Status == "pending");

    [Fact]
    public void nothing_is_remembered_of_policies_without_a_cooldown() => Plan(Plain, SampleOccasion.Of()).Told.ShouldBeEmpty();

    [Fact]
    public void a_disabled_channel_is_recorded_as_skipped() =>
        Plan(SampleOccasion.Policy("p", "off"), SampleOccasion.Of()).Deliveries.ShouldHaveSingleItem().Status.ShouldBe("skipped");

    [Fact]
    public void what_is_collected_is_no_delivery_yet_but_counts_for_the_cooldown()
    {
        var plan = Plan(Plain with { GroupBy = PolicyGrouping.Rule, GroupWaitSeconds = 30, CooldownSeconds = 60 }, SampleOccasion.Of());
        plan.Deliveries.ShouldBeEmpty();
        plan.Collected.ShouldHaveSingleItem().GroupKey.ShouldBe("rule-1");
        plan.Told.Count.ShouldBe(1);
    }

    [Fact]
    public void an_alarm_is_followed_up_until_somebody_takes_notice_of_it()
    {
        var policy = Plain with { RepeatIntervalSeconds = 300, EscalateAfterSeconds = 900, EscalationChannelIds = ["b"] };
        var begun = Plan(policy, SampleOccasion.Of()).FollowUps.Values.ShouldHaveSingleItem();
        begun.RemindAt.ShouldBe(SampleOccasion.Start + Duration.FromSeconds(300));
        begun.EscalateAt.ShouldBe(SampleOccasion.Start + Duration.FromSeconds(900));

        var noticed = Plan(policy, SampleOccasion.Of(), SampleOccasion.Of(NotificationKind.Acknowledged, 5));
        noticed.FollowUps.Values.ShouldHaveSingleItem().RemindAt.ShouldBeNull();
        noticed.Acknowledged.ShouldBe(["alarm-1"]);

        var over = Plan(policy, SampleOccasion.Of(), SampleOccasion.Of(NotificationKind.Resolved, 5));
        (over.FollowUps.Count, over.Ended.Single()).ShouldBe((0, "alarm-1"));
        Plan(policy, SampleOccasion.Of(NotificationKind.Resolved), SampleOccasion.Of(seconds: 5)).FollowUps.Count.ShouldBe(1);
    }

    [Theory]
    [InlineData(null, "a b")]
    [InlineData("https://example.com/hook", "rule:rule-1")]
    public void a_rule_tells_its_own_url_or_every_enabled_webhook_and_no_policy_is_named(string? url, string lanes)
    {
        var plan = new NotificationPlan("customer");
        new NotificationPlanner(plan, SampleOccasion.Book(), SampleOccasion.Nothing, Now).Add(Fired(url, "send_webhook"), "event-1", 3);
        plan.Deliveries.Select(delivery => delivery.Lane).ShouldBe(lanes.Split(' '));
        plan.Deliveries
            .ShouldAllBe(delivery => delivery.PolicyId == null && delivery.Source == "rule-1@device-1" && delivery.SourceVersion == 3);
    }

    [Fact]
    public void a_firing_that_only_marks_the_device_tells_nobody()
    {
        var plan = new NotificationPlan("customer");
        new NotificationPlanner(plan, SampleOccasion.Book(), SampleOccasion.Nothing, Now).Add(Fired(null, "mark_unhealthy"), "event-1", 3);
        plan.Deliveries.ShouldBeEmpty();
    }

    private static RuleFired Fired(string? url, string action) => new(
        "rule-1@device-1", "rule-1", "Rule", "threshold", "device-1", "Device", RuleEngine.Severity.Info, null, "Message", default, [action], url,
        SampleOccasion.Start, SampleOccasion.Start);

    private static NotificationPlan Plan(NotificationPolicy policy, params Occasion[] occasions)
    {
        var plan = new NotificationPlan("customer");
        var planner = new NotificationPlanner(plan, SampleOccasion.Book(policy), SampleOccasion.Nothing, Now);
        foreach (var occasion in occasions) planner.Add(occasion);
        return plan;
    }
}
