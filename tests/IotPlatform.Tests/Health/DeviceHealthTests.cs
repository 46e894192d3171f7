using IotPlatform.Health;
using IotPlatform.RuleEngine;
using NodaTime;
using Shouldly;
using Xunit;
using static IotPlatform.Tests.Health.SampleFacts;

namespace IotPlatform.Tests.Health;

public sealed class DeviceHealthTests
{
    [Fact]
    public void a_device_without_fault_has_a_hundred()
    {
        var health = HealthOf(Best);
        (health.DeviceId, health.Score, health.Status, health.CalculatedAt).ShouldBe(("pump-1", 100, HealthStatus.Healthy, Now));
        health.Overrides.ShouldBeEmpty();
    }

    // uptime 18 of 24 h: 75; alarms 100 - 20: 80; stability 100 - 30: 70; freshness (300 - 180) / 240: 50.
    // 0.3 * 75 + 0.3 * 80 + 0.2 * 70 + 0.2 * 50 = 70.5
    [Fact]
    public void the_score_is_the_weighted_sum_of_its_parts_to_the_whole()
    {
        var health = HealthOf(Best with
        {
            Connections = [HoursAgo(24, 20), HoursAgo(14, 0)],
            Alarms = [new(Severity.Warning, false)],
            UncleanDisconnects = 3,
            NewestData = Now - Duration.FromSeconds(180),
        });
        (health.Score, health.Status).ShouldBe((71, HealthStatus.Degraded));
        var parts = health.Components;
        parts.Uptime.ShouldBe(new(75, 0.3, "connected 18 h of 24 h in the last 24 h"));
        parts.Alarms.ShouldBe(new(80, 0.3, "open: 1 warning"));
        parts.Stability.ShouldBe(new(70, 0.2, "3 unclean disconnects in the last 24 h"));
        parts.Freshness.ShouldBe(new(50, 0.2, "newest data 3 min old, expected every 1 min"));
    }

    // With uptime and stability whole: 30 + 20 + 0.3 * alarms + 0.2 * freshness.
    [Theory]
    [InlineData(2, 0, 80, HealthStatus.Healthy)] // alarms 60 (18), freshness 60 (12)
    [InlineData(3, 0, 74, HealthStatus.Degraded)] // alarms 40 (12), freshness 60 (12)
    [InlineData(5, 12, 62, HealthStatus.Degraded)] // alarms 0, freshness 60 (12)
    public void its_word_goes_by_the_score(int warnings, int infos, int score, HealthStatus status)
    {
        var (warning, info) = (new OpenAlarmFact(Severity.Warning, false), new OpenAlarmFact(Severity.Info, false));
        OpenAlarmFact[] alarms = [.. Enumerable.Repeat(warning, warnings), .. Enumerable.Repeat(info, infos)];
        var health = HealthOf(Best with { Alarms = alarms, NewestData = Now - Duration.FromSeconds(156) });
        (health.Score, health.Status).ShouldBe((score, status));
    }

    // 0.3 * 0 + 0.3 * 0 + 0.2 * 100 + 0.2 * 100 = 40
    [Fact]
    public void below_fifty_it_is_unhealthy()
    {
        var health = HealthOf(Best with { Connections = [], Alarms = [new(Severity.Critical, false), new(Severity.Critical, false)] });
        (health.Score, health.Status).ShouldBe((40, HealthStatus.Unhealthy));
    }

    [Fact]
    public void a_rule_that_marks_it_caps_the_score_and_is_named()
    {
        var health = HealthOf(Best with { Marks = [Mark] });
        (health.Score, health.Status).ShouldBe((49, HealthStatus.Unhealthy));
        health.Overrides.ShouldBe([new("rule", "rule-1", "Too warm", Now - Duration.FromHours(1))]);
        health.Components.Uptime.Score.ShouldBe(100);
    }

    [Fact]
    public void a_mark_raises_no_score() =>
        HealthOf(Best with { Marks = [Mark], Connections = [], Alarms = [.. Enumerable.Repeat(new OpenAlarmFact(Severity.Critical, false), 2)] })
            .Score.ShouldBe(40);

    [Fact]
    public void before_the_first_contact_nothing_is_known()
    {
        var health = HealthOf(new(false, null, [], [], 0, [], [Mark], null, null, ["telemetry"]));
        (health.Score, health.Status, health.Overrides.Count).ShouldBe((0, HealthStatus.Unknown, 1));
        health.Components.Uptime.ShouldBe(new(0, 0.3, "never connected"));
        health.Components.Freshness.ShouldBe(new(0, 0.2, "no data yet, expected every 1 h; not seen in that time: telemetry"));
    }
}
