using IotPlatform.Alarms;
using IotPlatform.RuleEngine;
using Shouldly;
using Xunit;
using static IotPlatform.Tests.Alarms.SampleAlarm;

namespace IotPlatform.Tests.Alarms;

public sealed class OpenAlarmTests
{
    private static readonly OpenAlarm Open = new("alarm-1", "rule-1", "sensor-1", Severity.Critical, AlarmStatus.Active);

    [Fact]
    public void it_is_there_from_the_firing_on() => OpenAlarm.Fold(null, Triggered).ShouldBe(Open);

    [Fact]
    public void an_acknowledged_alarm_is_open() =>
        OpenAlarm.Fold(Open, Acknowledged).ShouldBe(Open with { Status = AlarmStatus.Acknowledged });

    [Fact]
    public void it_goes_with_the_resolution_and_comes_back_with_the_reopening()
    {
        OpenAlarm.Fold(Open, Resolved).ShouldBeNull();
        OpenAlarm.Fold(null, Reopened).ShouldBe(Open);
    }

    [Fact]
    public void it_listens_to_every_event_that_changes_where_the_alarm_stands() =>
        OpenAlarm.EventTypes.ShouldBe(
        [typeof(AlarmTriggered), typeof(AlarmAcknowledged), typeof(AlarmResolved), typeof(AlarmReopened)]);
}
