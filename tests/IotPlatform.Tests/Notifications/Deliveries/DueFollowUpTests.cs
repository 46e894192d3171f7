using IotPlatform.Alarms;
using IotPlatform.Notifications;
using IotPlatform.Tests.Alarms;
using NodaTime;
using Shouldly;
using Xunit;

namespace IotPlatform.Tests.Notifications;

public sealed class DueFollowUpTests
{
    private static readonly Instant Now = SampleOccasion.Start;
    private static readonly Instant Later = Now + Duration.FromHours(1);

    private static readonly NotificationPolicy Policy = SampleOccasion.Policy("p", "a") with
    {
        RepeatIntervalSeconds = 300,
        EscalateAfterSeconds = 900,
        EscalationChannelIds = ["b"],
    };

    private static readonly DueFollowUp ToRemind = new("alarm-1", "p", Now, Later, false, 0);
    private static readonly DueFollowUp ToEscalate = new("alarm-1", "p", Later, Now, false, 2);

    [Fact]
    public void an_active_alarm_is_told_again_after_each_interval()
    {
        var next = ToRemind.After(Policy, SampleAlarm.Of(), Now, out var kind);
        kind.ShouldBe(NotificationKind.Reminder);
        next.ShouldBe(ToRemind with { RemindAt = Now + Duration.FromSeconds(300), Reminders = 1 });
    }

    [Fact]
    public void reminders_that_were_missed_are_not_made_up_for() => ToRemind.After(Policy, SampleAlarm.Of(), Now + Duration.FromMinutes(50), out _)
        .RemindAt.ShouldBe(Now + Duration.FromMinutes(55));

    [Fact]
    public void those_who_come_next_are_told_once()
    {
        var next = ToEscalate.After(Policy, SampleAlarm.Of(), Now, out var kind);
        kind.ShouldBe(NotificationKind.Escalated);
        (next.IsEscalated, next.EscalateAt, next.RemindAt).ShouldBe((true, null, Now + Duration.FromSeconds(300)));
        next.Before().Escalated.ShouldContain(("alarm-1", "p"));
    }

    [Fact]
    public void an_alarm_of_which_somebody_took_notice_or_that_is_over_is_left_alone()
    {
        foreach (var status in new[] { AlarmStatus.Acknowledged, AlarmStatus.Resolved })
            Ends(ToRemind.After(Policy, SampleAlarm.Of() with { Status = status }, Now, out var kind), kind);
        Ends(ToEscalate.After(Policy, null, Now, out var none), none);
    }

    [Fact]
    public void a_policy_that_is_gone_or_asks_for_it_no_more_tells_nothing()
    {
        Ends(ToRemind.After(null, SampleAlarm.Of(), Now, out var kind), kind);
        var changed = Policy with { RepeatIntervalSeconds = null, EscalateAfterSeconds = null };
        ToRemind.After(changed, SampleAlarm.Of(), Now, out kind).RemindAt.ShouldBeNull();
        kind.ShouldBeNull();
        ToEscalate.After(changed, SampleAlarm.Of(), Now, out kind).EscalateAt.ShouldBeNull();
        kind.ShouldBeNull();
    }

    private static void Ends(DueFollowUp next, NotificationKind? kind) =>
        (next.RemindAt, next.EscalateAt, kind).ShouldBe(((Instant?)null, (Instant?)null, (NotificationKind?)null));
}
