using IotPlatform.Alarms;
using IotPlatform.RuleEngine;
using Shouldly;
using Xunit;
using static IotPlatform.Tests.Alarms.SampleAlarm;
using static IotPlatform.Tests.Alarms.SampleFiring;

namespace IotPlatform.Tests.Alarms;

public sealed class FiringEffectsTests
{
    private const RuleActions Alarm = RuleActions.CreateAlarm, Webhook = RuleActions.SendWebhook, Marks = RuleActions.MarkUnhealthy;
    private const string Url = "https://example.com/hook";

    private static readonly FiringScene Quiet = new(null, false, 0, false);
    private static readonly FiringScene Open =
        new(new OpenAlarmVersion("alarm-1", 4, Severity.Critical, AlarmStatus.Acknowledged), false, 0, false);
    private static readonly string NewAlarm = FiringLedger.AlarmIdOf(Firing(Alarm));
    private static readonly AlarmTriggered Opened = Triggered with { Id = NewAlarm, At = Now };
    private static readonly AlarmRetriggered CountedUp = new("alarm-1", "31 > 30", Details, Measured, Now);

    private static readonly AlarmResolved AutoResolved =
        new("alarm-1", Severity.Critical, AlarmStatus.Acknowledged, AlarmResolution.Auto, null, "system", Now);

    private static void ShouldLeave(FiringStep step, RuleActions actions, FiringScene scene, params FiringEffect[] effects) =>
        FiringEffects.Of(new(step, Firing(actions)), scene, Now).Select(Tell).ShouldBe(effects.Select(Tell));

    private static (string, long, string) Tell(FiringEffect effect) => (effect.Stream, effect.Version, Decisions.Tell(effect.Fact));

    [Fact]
    public void a_firing_opens_an_alarm() => ShouldLeave(FiringStep.Trigger, Alarm, Quiet, new FiringEffect(NewAlarm, 1, Opened));

    [Fact]
    public void a_firing_while_the_alarm_is_open_counts_it_up() =>
        ShouldLeave(FiringStep.Trigger, Alarm, Open, new FiringEffect("alarm-1", 5, CountedUp));

    [Fact]
    public void the_other_actions_run_beside_the_alarm() => ShouldLeave(
        FiringStep.Trigger, Alarm | Webhook | Marks, Quiet, new(NewAlarm, 1, Opened), new(Key, 1, Fired(Both, NewAlarm, Url)));

    [Fact]
    public void without_an_alarm_the_other_actions_run_alone() => ShouldLeave(
        FiringStep.Trigger, Webhook | Marks, Quiet with { Version = 2 }, new FiringEffect(Key, 3, Fired(Both, null, Url)));

    [Fact]
    public void an_alarm_from_the_time_when_the_rule_opened_some_is_left_alone() =>
        ShouldLeave(FiringStep.Trigger, Webhook, Open, new FiringEffect(Key, 1, Fired(["send_webhook"], null, Url)));

    [Fact]
    public void while_the_alarm_is_open_a_device_is_marked_anew_and_nobody_is_notified() => ShouldLeave(
        FiringStep.Trigger, Alarm | Webhook | Marks, Open with { Version = 2 }, new("alarm-1", 5, CountedUp), new(Key, 3, Fired(Mark, "alarm-1")));

    [Fact]
    public void a_device_that_is_marked_is_not_marked_anew_while_the_alarm_is_open() => ShouldLeave(
        FiringStep.Trigger, Alarm | Marks, Open with { Version = 1, IsMarked = true }, new FiringEffect("alarm-1", 5, CountedUp));

    [Fact]
    public void an_alarm_of_this_very_firing_is_not_opened_twice() =>
        ShouldLeave(FiringStep.Trigger, Alarm, Quiet with { WasOpened = true });

    [Fact]
    public void a_resolution_closes_the_alarm_and_ends_the_mark() => ShouldLeave(
        FiringStep.Resolve, Alarm | Marks, Open with { Version = 1, IsMarked = true },
        new("alarm-1", 5, AutoResolved), new(Key, 2, Cleared));

    [Fact]
    public void a_clearing_ends_the_mark_and_leaves_the_alarm_open() =>
        ShouldLeave(FiringStep.Clear, Alarm | Marks, Open with { Version = 1, IsMarked = true }, new FiringEffect(Key, 2, Cleared));

    [Fact]
    public void where_there_is_nothing_to_end_nothing_ends()
    {
        ShouldLeave(FiringStep.Resolve, Alarm | Marks, Quiet);
        ShouldLeave(FiringStep.Clear, Alarm | Marks, Open);
    }
}
