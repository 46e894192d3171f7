using IotPlatform.Notifications;
using IotPlatform.RuleEngine;
using IotPlatform.Tests.Alarms;
using Shouldly;
using Xunit;
using static IotPlatform.Tests.Notifications.Senders.SampleNotifications;

namespace IotPlatform.Tests.Notifications.Senders;

public sealed class MessageTextTests
{
    [Theory]
    [InlineData(NotificationKind.Triggered, "[CRITICAL] Sensor: Too warm", MessageTone.Critical)]
    [InlineData(NotificationKind.Acknowledged, "[ACKNOWLEDGED] Sensor: Too warm", MessageTone.Critical)]
    [InlineData(NotificationKind.Resolved, "[RESOLVED] Sensor: Too warm", MessageTone.Good)]
    [InlineData(NotificationKind.Reminder, "[CRITICAL] Reminder: Sensor: Too warm", MessageTone.Critical)]
    [InlineData(NotificationKind.Escalated, "[CRITICAL] Escalation: Sensor: Too warm", MessageTone.Critical)]
    [InlineData(NotificationKind.Test, "[TEST] Sensor: Too warm", MessageTone.Info)]
    public void the_headline_says_how_bad_it_is_where_and_what(NotificationKind kind, string headline, MessageTone tone)
    {
        var text = MessageText.Of(Of(kind));
        (text.Headline, text.Tone).ShouldBe((headline, tone));
    }

    [Fact]
    public void the_facts_tell_what_is_known() => MessageText.Of(Triggered).Facts.ShouldBe(
    [
        new("Device", "Sensor (sensor-1)"), new("Rule", "Too warm"), new("Severity", "Critical"), new("Message", "31 > 30"),
        new("Triggered at", "2026-03-01 12:00:00 UTC"),
    ]);

    [Fact]
    public void who_has_taken_notice_and_closed_it_is_told() => MessageText.Of(Resolved).Facts.Skip(5).ShouldBe(
    [
        new("Acknowledged by", $"{SampleAlarm.Actor} at 2026-03-01 13:00:00 UTC"), new("Resolved by", "system at 2026-03-01 13:00:00 UTC"),
    ]);

    [Fact]
    public void a_firing_without_an_alarm_is_told_by_rule_and_device()
    {
        var text = MessageText.Of(Fired);
        text.Headline.ShouldBe("[WARNING] Sensor: Too warm");
        text.Facts.ShouldContain(new MessageFact("Message", "31 > 30"));
    }

    [Fact]
    public void a_test_says_that_nothing_has_happened() =>
        MessageText.Of(Of(NotificationKind.Test)).Facts[^1].ShouldBe(new("Note", "This is a test. Nothing has happened."));

    [Theory]
    [InlineData(PolicyGrouping.Rule, 5000, "[CRITICAL] 5,000 devices: Too warm", "Rule: Too warm; Devices: 5,000")]
    [InlineData(PolicyGrouping.Rule, 1, "[WARNING] 1 device: Too warm", "Rule: Too warm; Devices: 1")]
    [InlineData(PolicyGrouping.Device, 3, "[CRITICAL] Cold storage: 3 alarms", "Device: Cold storage; Alarms: 3")]
    [InlineData(PolicyGrouping.Group, 40, "[CRITICAL] Cold storage: 40 alarms", "Group: Cold storage; Alarms: 40")]
    [InlineData(PolicyGrouping.Profile, 40, "[CRITICAL] Cold storage: 40 alarms", "Profile: Cold storage; Alarms: 40")]
    public void a_message_of_many_counts_them_and_takes_the_worst_severity(PolicyGrouping by, int count, string headline, string facts)
    {
        var text = MessageText.Of(Grouped(by, count));
        text.Headline.ShouldBe(headline);
        string.Join("; ", text.Facts.Take(2).Select(fact => $"{fact.Name}: {fact.Value}")).ShouldBe(facts);
        text.Facts.Select(fact => fact.Name).ShouldNotContain("Message");
    }

    [Fact]
    public void it_shows_the_first_ten_and_says_how_many_there_are_besides()
    {
        var text = MessageText.Of(Grouped(PolicyGrouping.Rule, 5000));
        text.Alarms.Count.ShouldBe(11);
        text.Alarms[0].ShouldBe("Sensor 1: Too warm (31 > 30)");
        text.Alarms[^1].ShouldBe("and 4,990 more");
        MessageText.Of(Grouped(PolicyGrouping.Rule, 2)).Alarms.ShouldBe(["Sensor 1: Too warm (31 > 30)", "Sensor 2: Too warm (31 > 30)"]);
    }

    [Fact]
    public void devices_that_have_no_group_in_common_are_told_so() =>
        MessageText.Of(Triggered with { Group = new(PolicyGrouping.Group, null, null, 2, []) }).Headline
            .ShouldBe("[CRITICAL] no group: 2 alarms");

    [Fact]
    public void a_name_of_nothing_that_is_seen_is_told_as_none() =>
        MessageText.Of(Named("\u200b\u202e ", "Too warm", "m")).Headline.ShouldBe("[CRITICAL] (no name): Too warm");

    [Fact]
    public void a_severity_is_that_of_the_alarm_not_of_the_rule_as_it_is_now() =>
        MessageText.Of(Of(NotificationKind.Triggered, SampleAlarm.Of() with { Severity = Severity.Info })).Tone.ShouldBe(MessageTone.Info);
}
