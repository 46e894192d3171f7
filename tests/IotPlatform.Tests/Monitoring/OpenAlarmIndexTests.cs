using IotPlatform.Alarms;
using IotPlatform.Monitoring;
using IotPlatform.Platform;
using Shouldly;
using Xunit;
using static IotPlatform.Tests.Alarms.SampleAlarm;

namespace IotPlatform.Tests.Monitoring;

public sealed class OpenAlarmIndexTests
{
    private static readonly AlarmSubject Whose = new("acme", "rule-1", "sensor-1");
    private readonly OpenAlarmIndex _index = new();

    private IReadOnlyList<(AlarmSubject Whose, bool IsOpen)> Commit<T>(T fact, string customer = "acme") where T : notnull =>
        _index.Take(new CommittedEvents(customer, [Decisions.Stored(fact, "alarm-1")]));

    [Fact]
    public void an_alarm_that_the_evaluator_opened_is_no_news_to_it()
    {
        Commit(Triggered).ShouldBeEmpty();
        _index.IsOpen(Whose).ShouldBeTrue();
    }

    [Fact]
    public void an_alarm_that_cleared_by_itself_is_no_news_either()
    {
        Commit(Triggered);
        Commit(Resolved with { Resolution = AlarmResolution.Auto }).ShouldBeEmpty();
        _index.IsOpen(Whose).ShouldBeFalse();
    }

    [Theory]
    [InlineData(AlarmResolution.Manual)]
    [InlineData(AlarmResolution.DeviceDeactivated)]
    [InlineData(AlarmResolution.DeviceDeleted)]
    [InlineData(AlarmResolution.RuleDeleted)]
    public void an_alarm_that_others_closed_is_told(AlarmResolution resolution)
    {
        Commit(Triggered);
        Commit(Resolved with { Resolution = resolution }).ShouldBe([(Whose, false)]);
        _index.IsOpen(Whose).ShouldBeFalse();
    }

    [Fact]
    public void a_reopened_alarm_is_told()
    {
        Commit(Triggered);
        Commit(Resolved);
        Commit(Reopened).ShouldBe([(Whose, true)]);
        _index.IsOpen(Whose).ShouldBeTrue();
    }

    [Fact]
    public void an_acknowledgement_leaves_it_open()
    {
        Commit(Triggered);
        Commit(Acknowledged).ShouldBeEmpty();
        _index.IsOpen(Whose).ShouldBeTrue();
    }

    [Fact]
    public void an_alarm_that_is_open_at_the_start_is_known()
    {
        _index.Load("acme", OpenAlarm.Fold(null, Triggered)!);
        _index.IsOpen(Whose).ShouldBeTrue();
        Commit(Resolved).ShouldBe([(Whose, false)]);
    }

    [Fact]
    public void a_resolution_of_an_unknown_alarm_says_nothing() => Commit(Resolved).ShouldBeEmpty();

    [Fact]
    public void customers_are_kept_apart()
    {
        Commit(Triggered);
        Commit(Resolved, customer: "other").ShouldBeEmpty();
        _index.IsOpen(Whose).ShouldBeTrue();
        _index.IsOpen(Whose with { Customer = "other" }).ShouldBeFalse();
    }
}
