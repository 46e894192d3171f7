using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;
using IotPlatform.Alarms;
using IotPlatform.Platform;
using IotPlatform.RuleEngine;
using Shouldly;
using Xunit;
using static IotPlatform.Tests.Alarms.SampleAlarm;

namespace IotPlatform.Tests.Alarms;

public sealed class AlarmTallyTests
{
    private static readonly AlarmTallyProjection Projection = new(WithheldEvents.None);
    private static readonly string[] Actions = ["acknowledge", "resolve", "resolve itself", "fire", "reopen"];

    /// <summary>Alarms of any severities, and what is tried on any of them, allowed or not.</summary>
    private static readonly Gen<(Severity[] Alarms, (int Alarm, string Action)[] Tries)> Histories =
        from alarms in Gen.Elements(Enum.GetValues<Severity>()).ArrayOf(6)
        from tries in (from alarm in Gen.Choose(0, alarms.Length - 1) from action in Gen.Elements(Actions) select (alarm, action)).ArrayOf()
        select (alarms, tries);

    private static AlarmTally After(AlarmTally? tally, params IEnumerable<object> facts) =>
        facts.Aggregate(tally, (before, fact) => Projection.Evolve(before, AlarmTally.Key, Decisions.Stored((dynamic)fact, "alarm-1")))!;

    [Fact]
    public void it_is_what_counting_the_alarms_would_say() => Prop.ForAll(Arb.From(Histories), history =>
    {
        var alarms = history.Alarms.Select(severity => Alarm.Fold(null, Triggered with { Severity = severity })!).ToArray();
        var tally = After(null, history.Alarms.Select(severity => Triggered with { Severity = severity }));
        foreach (var (alarm, action) in history.Tries)
        {
            var decision = Decide(action, alarms[alarm]);
            alarms[alarm] = alarms[alarm].After(decision)!;
            tally = After(tally, decision.Events);
        }
        tally.ShouldBe(Counted(alarms));
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void where_nothing_has_happened_there_are_none() => AlarmSummary.Of(AlarmTally.Empty).ShouldBe(
        new(0, 0, 0, 0, SeverityCounts.None, new(new(0, 0, 0, 0), new(0, 0, 0, 0), new(0, 0, 0, 0))));

    [Fact]
    public void a_summary_counts_by_severity_what_is_open() => AlarmSummary
        .Of(AlarmTally.Empty with { Active = new(1, 2, 3), Acknowledged = new(10, 20, 30), Resolved = new(100, 200, 300) })
        .ShouldBe(new(666, 6, 60, 600, new(11, 22, 33), new(new(1, 2, 3, 6), new(10, 20, 30, 60), new(100, 200, 300, 600))));

    [Fact]
    public void an_event_that_does_not_say_what_it_changes_stops_no_counting()
    {
        var resolved = JsonSerializer.Deserialize<AlarmResolved>("""{"id":"alarm-1"}""", Json.Store)!;
        AlarmSummary.Of(After(null, Triggered, resolved)).Total.ShouldBe(1);
    }

    private static AlarmTally Counted(Alarm[] alarms) => new(
        AlarmTally.Key, Counted(alarms, AlarmStatus.Active), Counted(alarms, AlarmStatus.Acknowledged),
        Counted(alarms, AlarmStatus.Resolved));

    private static SeverityCounts Counted(Alarm[] alarms, AlarmStatus status)
    {
        int Of(Severity severity) => alarms.Count(alarm => alarm.Status == status && alarm.Severity == severity);
        return new(Of(Severity.Critical), Of(Severity.Warning), Of(Severity.Info));
    }

    private static Decision Decide(string action, Alarm alarm) => action switch
    {
        "acknowledge" => AcknowledgeAlarmEndpoint.Decide(new(null), alarm, Actor, Now),
        "resolve" => ResolveAlarmEndpoint.Decide(new(null), alarm, Actor, Now),
        "reopen" => ReopenAlarmEndpoint.Decide(new(null), alarm, Actor, Now),
        "fire" when alarm.Status is not AlarmStatus.Resolved => Decision.Append(Retriggered),
        "resolve itself" when alarm.Status is not AlarmStatus.Resolved =>
            Decision.Append(Resolved with { Severity = alarm.Severity, From = alarm.Status, Resolution = AlarmResolution.Auto }),
        _ => Decision.Append(),
    };
}
