using IotPlatform.Health;
using IotPlatform.RuleEngine;
using NodaTime;
using Shouldly;
using Xunit;
using static IotPlatform.Tests.Health.SampleFacts;

namespace IotPlatform.Tests.Health;

public sealed class HealthScoresTests
{
    [Fact]
    public void uptime_counts_from_the_first_connection_where_that_is_within_the_day() => HealthScores.Uptime(
        Best with { FirstConnectedAt = Now - Duration.FromHours(4), Connections = [HoursAgo(4, 3), HoursAgo(2, 0)] }, Now)
        .ShouldBe(new(75, 0.3, "connected 3 h of 4 h since its first connection"));

    [Fact]
    public void a_device_that_has_just_connected_for_the_first_time_is_up() =>
        HealthScores.Uptime(Best with { FirstConnectedAt = Now, Connections = [HoursAgo(0, 0)] }, Now).Score.ShouldBe(100);

    [Fact]
    public void sessions_that_overlap_count_once() =>
        HealthScores.Uptime(Best with { Connections = [HoursAgo(12, 4), HoursAgo(10, 6), HoursAgo(6, 0)] }, Now).Score.ShouldBe(50);

    // Of the day two hours are the platform's own; of the other 22 the device was connected 11.
    [Fact]
    public void the_platforms_own_absence_counts_neither_way() => HealthScores.Uptime(
        Best with { Connections = [HoursAgo(30, 12.5)], Outages = [HoursAgo(13, 11.5), HoursAgo(0.5, 0)] }, Now)
        .ShouldBe(new(50, 0.3, "connected 11 h of 22 h in the last 24 h"));

    [Fact]
    public void a_device_that_only_posts_has_no_connection_to_lose() =>
        HealthScores.Uptime(Best with { FirstConnectedAt = null, Connections = [] }, Now).ShouldBe(new(100, 0.3, "never connected"));

    [Theory]
    [InlineData("", 100, "no open alarms")]
    [InlineData("c", 50, "open: 1 critical")]
    [InlineData("w", 80, "open: 1 warning")]
    [InlineData("i", 95, "open: 1 info")]
    [InlineData("C", 75, "open: 1 critical; 1 of them acknowledged")]
    [InlineData("I", 97.5, "open: 1 info; 1 of them acknowledged")]
    [InlineData("iwWc", 15, "open: 1 critical, 2 warning, 1 info; 1 of them acknowledged")]
    [InlineData("cccc", 0, "open: 4 critical")]
    public void open_alarms_cost_by_severity_and_half_once_acknowledged(string alarms, double score, string detail) =>
        HealthScores.Alarms([.. alarms.Select(AlarmOf)]).ShouldBe(new(score, 0.3, detail));

    [Theory]
    [InlineData(0, 100, "no unclean disconnects in the last 24 h")]
    [InlineData(1, 90, "1 unclean disconnect in the last 24 h")]
    [InlineData(10, 0, "10 unclean disconnects in the last 24 h")]
    [InlineData(11, 0, "11 unclean disconnects in the last 24 h")]
    public void each_unclean_disconnect_costs_ten(int disconnects, double score, string detail) =>
        HealthScores.Stability(disconnects).ShouldBe(new(score, 0.2, detail));

    [Theory]
    [InlineData(-5, 100)]
    [InlineData(59, 100)]
    [InlineData(60, 100)]
    [InlineData(120, 75)]
    [InlineData(125, 72.9)]
    [InlineData(300, 0)]
    [InlineData(9999, 0)]
    public void data_is_fresh_for_an_interval_and_stale_at_five(int age, double score) =>
        HealthScores.Freshness(Best with { NewestData = Now - Duration.FromSeconds(age) }, Now).Score.ShouldBe(score);

    [Fact]
    public void an_hour_is_expected_of_a_device_of_which_nobody_says_more()
    {
        var facts = Best with { ReportingInterval = null, NewestData = Now - Duration.FromHours(2) };
        HealthScores.Freshness(facts, Now).ShouldBe(new(75, 0.2, "newest data 2 h old, expected every 1 h"));
    }

    [Fact]
    public void freshness_names_the_topics_that_are_missed() =>
        HealthScores.Freshness(Best with { MissingTopics = ["status", "events/#"] }, Now).Detail
            .ShouldBe("newest data 42 s old, expected every 1 min; not seen in that time: status, events/#");

    [Theory]
    [InlineData(0, "0 s")]
    [InlineData(59, "59 s")]
    [InlineData(150, "2 min 30 s")]
    [InlineData(3600, "1 h")]
    [InlineData(86_399, "23 h 59 min")]
    [InlineData(190_000, "2 d 4 h")]
    public void lengths_of_time_are_told_in_two_units(int seconds, string told) => Spans.Tell(Duration.FromSeconds(seconds)).ShouldBe(told);

    private static OpenAlarmFact AlarmOf(char letter) => new(
        char.ToLowerInvariant(letter) switch
        {
            'c' => Severity.Critical,
            'w' => Severity.Warning,
            _ => Severity.Info,
        },
        char.IsUpper(letter));
}
