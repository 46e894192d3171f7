using IotPlatform.Platform;
using IotPlatform.RuleEngine;
using NodaTime;

namespace IotPlatform.Health;

/// <summary>The parts of a device's score. Pure functions.</summary>
public static class HealthScores
{
    private const int PerUncleanDisconnect = 10;

    /// <summary>At so many intervals nothing is left of the freshness.</summary>
    private const int StaleIntervals = 5;

    /// <summary>The share of the last 24 hours, or since its first connection, in which it was connected.</summary>
    public static HealthComponent Uptime(HealthFacts facts, Instant now)
    {
        const double weight = 0.3;
        // Whoever only posts over HTTP holds no connection by nature.
        if (facts.FirstConnectedAt is not { } first) return new(facts.HadContact ? 100 : 0, weight, "never connected");
        var window = new Interval(Instant.Min(now, Instant.Max(first, now - HealthFacts.Window)), now);
        var counted = window.Duration - Spans.Covered(window, facts.Outages);
        var connected = Spans.Covered(window, [.. facts.Connections, .. facts.Outages]) - Spans.Covered(window, facts.Outages);
        var share = counted > Duration.Zero ? connected / counted : 1;
        var since = window.Duration < HealthFacts.Window ? "since its first connection" : "in the last 24 h";
        return Part(share * 100, weight, $"connected {Spans.Tell(connected)} of {Spans.Tell(counted)} {since}");
    }

    /// <summary>What open alarms leave; those that somebody has taken notice of count half.</summary>
    public static HealthComponent Alarms(IReadOnlyList<OpenAlarmFact> alarms)
    {
        var counts = alarms.GroupBy(alarm => alarm.Severity).OrderByDescending(group => group.Key)
            .Select(group => $"{group.Count()} {Words.Of(group.Key)}");
        var acknowledged = alarms.Count(alarm => alarm.IsAcknowledged);
        var detail = alarms.Count == 0 ? "no open alarms" : $"open: {string.Join(", ", counts)}";
        return Part(100 - alarms.Sum(WeightOf), 0.3, acknowledged > 0 ? $"{detail}; {acknowledged} of them acknowledged" : detail);
    }

    /// <summary>What broken connections leave.</summary>
    public static HealthComponent Stability(int uncleanDisconnects)
    {
        var told = uncleanDisconnects switch
        {
            0 => "no unclean disconnects",
            1 => "1 unclean disconnect",
            _ => $"{uncleanDisconnects} unclean disconnects",
        };
        return Part(100 - (PerUncleanDisconnect * uncleanDisconnects), 0.2, $"{told} in the last 24 h");
    }

    /// <summary>Whole while the newest value is younger than the interval, then less and less.</summary>
    public static HealthComponent Freshness(HealthFacts facts, Instant now)
    {
        var interval = facts.ExpectedInterval;
        var expected = $"expected every {Spans.Tell(interval)}";
        if (facts.MissingTopics.Count > 0) expected += $"; not seen in that time: {string.Join(", ", facts.MissingTopics)}";
        if (facts.NewestData is not { } newest) return new(0, 0.2, $"no data yet, {expected}");
        // A device's clock may be ahead a little.
        var age = Duration.Max(now - newest, Duration.Zero);
        var left = ((interval * StaleIntervals) - age) / (interval * (StaleIntervals - 1));
        return Part(left * 100, 0.2, $"newest data {Spans.Tell(age)} old, {expected}");
    }

    private static double WeightOf(OpenAlarmFact alarm)
    {
        var weight = alarm.Severity switch
        {
            Severity.Critical => 50,
            Severity.Warning => 20,
            _ => 5,
        };
        return alarm.IsAcknowledged ? weight / 2.0 : weight;
    }

    private static HealthComponent Part(double score, double weight, string detail) =>
        new(Math.Round(Math.Clamp(score, 0, 100), 1, MidpointRounding.AwayFromZero), weight, detail);
}
