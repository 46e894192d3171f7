using NodaTime;

namespace IotPlatform.Health;

/// <summary>How well a device does.</summary>
public sealed record DeviceHealth(
    string DeviceId, int Score, HealthStatus Status, HealthComponents Components, IReadOnlyList<HealthOverride> Overrides,
    Instant CalculatedAt)
{
    /// <summary>The best score of a device that a rule marks as unhealthy.</summary>
    private const int Capped = 49;

    /// <summary>What the facts come to. A pure function.</summary>
    public static DeviceHealth Of(string deviceId, HealthFacts facts, Instant now)
    {
        var components = HealthComponents.Of(facts, now);
        var score = Math.Min(facts.HadContact ? components.Total : 0, facts.Marks.Count > 0 ? Capped : 100);
        var status = facts.HadContact ? StatusOf(score) : HealthStatus.Unknown;
        return new(deviceId, score, status, components, [.. facts.Marks.Select(HealthOverride.Of)], now);
    }

    private static HealthStatus StatusOf(int score) => score switch
    {
        >= 80 => HealthStatus.Healthy,
        >= 50 => HealthStatus.Degraded,
        _ => HealthStatus.Unhealthy,
    };
}

/// <summary>A device's health in a word.</summary>
public enum HealthStatus
{
    /// <summary>A score of 80 or more.</summary>
    Healthy,

    /// <summary>A score of 50 to 79.</summary>
    Degraded,

    /// <summary>A score below 50.</summary>
    Unhealthy,

    /// <summary>Before the first contact.</summary>
    Unknown,
}

/// <summary>What the score is made of.</summary>
public sealed record HealthComponents(HealthComponent Uptime, HealthComponent Alarms, HealthComponent Stability, HealthComponent Freshness)
{
    /// <summary>The weighted sum, to the whole.</summary>
    internal int Total => (int)Math.Round(Uptime.Share + Alarms.Share + Stability.Share + Freshness.Share, MidpointRounding.AwayFromZero);

    internal static HealthComponents Of(HealthFacts facts, Instant now) => new(
        HealthScores.Uptime(facts, now), HealthScores.Alarms(facts.Alarms), HealthScores.Stability(facts.UncleanDisconnects),
        HealthScores.Freshness(facts, now));
}

/// <summary>A part of the score.</summary>
/// <param name="Score">From 0, bad, to 100, good; to one decimal.</param>
/// <param name="Weight">What it counts for.</param>
/// <param name="Detail">The figure behind it, for people.</param>
public sealed record HealthComponent(double Score, double Weight, string Detail)
{
    internal decimal Share => (decimal)Score * (decimal)Weight;
}

/// <summary>What caps the score, whatever its parts are.</summary>
/// <param name="Type">What kind of thing does: <c>rule</c>.</param>
/// <param name="Since">When the rule's condition was met.</param>
public sealed record HealthOverride(string Type, string RuleId, string RuleName, Instant Since)
{
    internal static HealthOverride Of(Alarms.UnhealthyMark mark) => new("rule", mark.RuleId, mark.RuleName, mark.Since);
}
